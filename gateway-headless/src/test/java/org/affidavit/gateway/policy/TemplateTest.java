package org.affidavit.gateway.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.affidavit.gateway.grammar.NotSql;
import org.affidavit.gateway.grammar.PostgresGrammar;
import org.affidavit.gateway.policy.SqlFacts.StatementFacts;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// What is read of a statement without its literals is what is read of the statement itself.
class TemplateTest {
    private static final PostgresSqlReader READER = new PostgresSqlReader();
    private static final PostgresGrammar GRAMMAR = new PostgresGrammar();

    static Stream<String> statements() throws IOException {
        return Stream.concat(
                PolicyEvasionTest.evasions(),
                Stream.of(
                        "SELECT 'a', E'\\'b', $$c$$, B'1', 1.5e3, interval '1 day', -2, date 'x'",
                        "SELECT x FROM a WHERE b = 'it''s' AND c IN (1, 2.5, 'd') LIMIT 10 OFFSET"
                                + " 2",
                        "SELECT a.b['c'], a[1:2], x::numeric(10, 2), 'x' COLLATE \"C\" FROM a",
                        "INSERT INTO a VALUES (1, 'b'), (2, $1) ON CONFLICT DO NOTHING",
                        "SELECT count(*) FILTER (WHERE x > 1.5) OVER (ROWS 3 PRECEDING) FROM a",
                        "SELECT * FROM a FETCH FIRST 3 ROWS WITH TIES",
                        "SELECT x'1F', n'y', float8 '1', time(3) '12:00', 0x1F, 1_000",
                        "EXPLAIN (ANALYZE false, BUFFERS 'on') SELECT 1"));
    }

    @ParameterizedTest
    @MethodSource("statements")
    void saysWhatTheWholeTextSays(String sql) throws Exception {
        SqlFacts read = READER.read(sql);
        if (read.opaque()) {
            return;
        }
        List<StatementFacts> exact = new ArrayList<>();
        try {
            for (JsonNode statement : GRAMMAR.parse(sql)) {
                exact.add(TreeFacts.of(statement));
            }
        } catch (NotSql | Unsure otherwise) {
            // The server refuses it, or it is no query: those are read word by word.
            return;
        }
        assertThat(read.statements()).isEqualTo(exact);
    }
}
