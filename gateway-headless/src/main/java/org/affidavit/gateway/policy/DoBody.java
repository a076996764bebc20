package org.affidavit.gateway.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.affidavit.gateway.grammar.PostgresGrammar;
import org.affidavit.gateway.policy.SqlFacts.StatementFacts;

/// What a DO does: its body, at once.
final class DoBody {
    private DoBody() {}

    /// @param tokens of the whole statement
    /// @param sql the text that they were cut from
    static StatementFacts of(List<SqlToken> tokens, String sql, PostgresGrammar grammar)
            throws Unsure {
        String body = body(tokens).content(sql);
        String statement = "DO " + SqlToken.quoted(body);
        return PlpgsqlBody.of(statement, body, grammar).doing(Set.of("DO"));
    }

    /// The one text of `DO 'body'`, with or without `LANGUAGE plpgsql` on either side.
    private static SqlToken body(List<SqlToken> tokens) throws Unsure {
        var rest = new ArrayList<>(tokens.subList(1, tokens.size()));
        int language = rest.size() == 3 && rest.getFirst().is("language") ? 0 : 1;
        if (rest.size() == 3
                && rest.get(language).is("language")
                && rest.get(language + 1).names()
                && rest.get(language + 1).text().equals("plpgsql")) {
            rest.subList(language, language + 2).clear();
        }
        if (rest.size() != 1 || !rest.getFirst().literal()) {
            throw new Unsure("it runs code of a kind that is not read here");
        }
        return rest.getFirst();
    }
}
