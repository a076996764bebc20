package org.affidavit.index.query;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.affidavit.index.QueryProblem;

/// Reads a query by recursive descent:
///
/// ```
/// or     := and ( "OR" and )*
/// and    := unary+
/// unary  := ( "-" | "NOT" ) unary | primary
/// primary:= "(" or ")" | FIELD ":" value ( "," value )* | '"' ... '"' | word
/// ```
///
/// A word runs to white space, or to a closing parenthesis inside a group. Only a known field
/// before the first colon makes a filter, so addresses and paths are words; a name that is one slip
/// away from a field's is a mistake. A minus before a digit is a sign. In a pasted statement
/// nothing is an operator up to the first filter.
public final class QueryReader {
    private static final int CHARACTERS_MAX = 10_000;
    private static final int DEPTH_MAX = 50;

    private static final Pattern STATEMENT =
            Pattern.compile(
                    "\\s*(select\\s.*\\s(from|where)\\s|insert\\s+into\\s|update\\s+\\S+\\s+set\\s"
                            + "|delete\\s+from\\s|merge\\s+into\\s|with\\s.*\\sas\\s*\\().*",
                    Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private final String text;
    private final TimeReader times;
    private int at;
    private int depth;
    private int groups;

    private QueryReader(String text, Instant now) {
        this.text = text;
        this.times = new TimeReader(now);
    }

    /// @param now what relative times are relative to
    public static Query read(String text, Instant now) throws QueryProblem {
        if (text.length() > CHARACTERS_MAX) {
            throw new QueryProblem(
                    CHARACTERS_MAX, "A query has at most " + CHARACTERS_MAX + " characters.");
        }
        var reader = new QueryReader(text, now);
        Query query = STATEMENT.matcher(text).matches() ? reader.statement() : reader.or();
        if (query instanceof Query.All && !text.isBlank() && !text.strip().equals("*")) {
            throw nothing(text.length() - text.stripLeading().length());
        }
        return query;
    }

    /// Whoever wrote something looks for something, not for everything.
    private static QueryProblem nothing(int position) {
        return new QueryProblem(
                position,
                "There is nothing to look for here. Write words, \"phrases\" or fields such as"
                        + " agent:NAME.");
    }

    /// Whoever pastes `WHERE NOT refunded OR id = -1` looks for just that.
    private Query statement() throws QueryProblem {
        var parts = new ArrayList<Query>();
        for (skipSpace(); at < text.length() && !filterStarts(); skipSpace()) {
            int start = at;
            while (at < text.length() && !Character.isWhitespace(text.charAt(at))) {
                at++;
            }
            String word = text.substring(start, at);
            if (says(word)) {
                parts.add(new Query.Phrase(word));
            }
        }
        if (at < text.length()) {
            parts.add(or());
        }
        return new Query.And(parts);
    }

    /// A filter, and no cast such as `time::date`.
    private boolean filterStarts() {
        int colon = text.indexOf(':', at);
        return colon > 0
                && !text.startsWith("::", colon)
                && Field.named(text.substring(at, colon)).isPresent();
    }

    private Query or() throws QueryProblem {
        var parts = new ArrayList<Query>();
        parts.add(and());
        while (keyword("OR")) {
            parts.add(and());
        }
        List<Query> real = parts.stream().filter(part -> !(part instanceof Query.All)).toList();
        if (real.isEmpty()) {
            return new Query.All();
        }
        return real.size() == 1 ? real.getFirst() : new Query.Or(real);
    }

    private Query and() throws QueryProblem {
        var parts = new ArrayList<Query>();
        while (more()) {
            if (peek("OR")) {
                break;
            }
            if (!keyword("AND")) {
                unary().ifPresent(parts::add);
            }
        }
        if (parts.isEmpty()) {
            return new Query.All();
        }
        return parts.size() == 1 ? parts.getFirst() : new Query.And(parts);
    }

    private Optional<Query> unary() throws QueryProblem {
        if (++depth > DEPTH_MAX) {
            throw new QueryProblem(at, "This is nested too deeply.");
        }
        try {
            if (keyword("NOT")) {
                return more() ? unary().map(Query.Not::new) : Optional.empty();
            }
            boolean negated =
                    text.charAt(at) == '-'
                            && at + 1 < text.length()
                            && !Character.isWhitespace(text.charAt(at + 1))
                            && !Character.isDigit(text.charAt(at + 1))
                            && text.charAt(at + 1) != '-';
            if (negated) {
                at++;
                return unary().map(Query.Not::new);
            }
            return primary();
        } finally {
            depth--;
        }
    }

    private Optional<Query> primary() throws QueryProblem {
        return switch (text.charAt(at)) {
            case '(' -> Optional.of(group());
            case '"' -> Optional.of(new Query.Phrase(quoted()));
            default -> word();
        };
    }

    private Query group() throws QueryProblem {
        int opened = at++;
        groups++;
        Query inside = or();
        groups--;
        skipSpace();
        if (at >= text.length()) {
            throw new QueryProblem(
                    opened,
                    "This parenthesis is never closed. Close it, or put the text in quotes.");
        }
        at++;
        if (inside instanceof Query.All) {
            throw nothing(opened);
        }
        return inside;
    }

    private String quoted() throws QueryProblem {
        int opened = at++;
        int end = text.indexOf('"', at);
        if (end < 0) {
            throw new QueryProblem(opened, "This quote is never closed. Add a \" at the end.");
        }
        String inside = text.substring(at, end);
        at = end + 1;
        return inside;
    }

    private Optional<Query> word() throws QueryProblem {
        int start = at;
        while (at < text.length() && !ends(text.charAt(at))) {
            if (text.charAt(at) == ':') {
                Optional<Field> field = Field.named(text.substring(start, at));
                if (field.isPresent()) {
                    at++;
                    return Optional.of(filter(field.get(), start));
                }
                checkMeant(start);
            }
            at++;
        }
        String word = text.substring(start, at);
        return says(word) ? Optional.of(new Query.Word(word)) : Optional.empty();
    }

    /// A slip in a field's name would otherwise find nothing, and nothing is an answer, too.
    private void checkMeant(int start) throws QueryProblem {
        String written = text.substring(start, at);
        Optional<String> meant =
                text.startsWith("::", at) ? Optional.empty() : Field.meant(written);
        if (meant.isPresent()) {
            throw new QueryProblem(
                    start,
                    written
                            + " is not a field. Did you mean "
                            + meant.get()
                            + ":? To look for the text itself, put it in quotes.");
        }
    }

    private static boolean says(String word) {
        return word.codePoints().anyMatch(Letters::inWord);
    }

    private Query filter(Field field, int start) throws QueryProblem {
        var values = new ArrayList<String>();
        var stretches = new ArrayList<Query>();
        do {
            int valueAt = at;
            String value = value();
            if (value.isEmpty()) {
                throw new QueryProblem(
                        start,
                        "The field "
                                + field.names().getFirst()
                                + " needs a value right after the colon. To look for the"
                                + " text itself, put it in quotes.");
            }
            if (field.isTime()) {
                stretches.add(times.read(field, value, valueAt));
            } else {
                checkValue(field, value, valueAt);
                values.add(value);
            }
        } while (at < text.length() && text.charAt(at) == ',' && ++at > 0);
        if (field.isTime()) {
            return stretches.size() == 1 ? stretches.getFirst() : new Query.Or(stretches);
        }
        return new Query.Is(field, values);
    }

    private static void checkValue(Field field, String value, int position) throws QueryProblem {
        List<String> known = field.closed();
        if (known.isEmpty()
                || value.indexOf('*') >= 0
                || value.indexOf('?') >= 0
                || known.contains(value.toLowerCase(Locale.ROOT))) {
            return;
        }
        throw new QueryProblem(
                position,
                value
                        + " is no "
                        + field.names().getFirst()
                        + "."
                        + Slip.of(value, known)
                                .map(meant -> " Did you mean " + meant + "?")
                                .orElse("")
                        + " There are: "
                        + String.join(", ", known)
                        + ".");
    }

    private String value() throws QueryProblem {
        if (at < text.length() && text.charAt(at) == '"') {
            return quoted();
        }
        int start = at;
        while (at < text.length() && text.charAt(at) != ',' && !ends(text.charAt(at))) {
            at++;
        }
        return text.substring(start, at);
    }

    private boolean ends(char c) {
        return Character.isWhitespace(c) || (c == ')' && groups > 0);
    }

    private boolean more() {
        skipSpace();
        return at < text.length() && !(text.charAt(at) == ')' && groups > 0);
    }

    private void skipSpace() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private boolean peek(String keyword) {
        int end = at + keyword.length();
        return text.startsWith(keyword, at) && (end == text.length() || ends(text.charAt(end)));
    }

    private boolean keyword(String keyword) {
        skipSpace();
        if (!peek(keyword)) {
            return false;
        }
        at += keyword.length();
        return true;
    }
}
