package org.affidavit.gateway.policy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.affidavit.gateway.policy.SqlToken.Kind;

/// Cuts SQL into tokens as PostgreSQL does, and gives up wherever a setting of the session could
/// change the reading (a backslash in a plain text, Unicode escapes), and at anything unterminated.
final class SqlLexer {
    private static final int CHARACTERS_MAX = 1 << 20;
    private static final int TOKENS_MAX = 20_000;
    private static final int NAME_BYTES_MAX = 63;
    private static final String OPERATOR = "~!@#^&|`?+-*/%<>=";
    private final String sql;
    private final List<SqlToken> tokens = new ArrayList<>();
    private int at;

    private SqlLexer(String sql) {
        this.sql = sql;
    }

    static List<SqlToken> tokens(String sql) throws Unsure {
        if (sql.length() > CHARACTERS_MAX) {
            throw new Unsure("it is longer than 1 MiB");
        }
        return new SqlLexer(sql).run();
    }

    private List<SqlToken> run() throws Unsure {
        while (at < sql.length()) {
            char c = sql.charAt(at);
            if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f') {
                at++;
            } else if (sql.startsWith("--", at)) {
                skipLine();
            } else if (sql.startsWith("/*", at)) {
                skipComment();
            } else {
                token(c);
            }
            if (tokens.size() > TOKENS_MAX) {
                throw new Unsure("it has more than " + TOKENS_MAX + " words and signs");
            }
        }
        return tokens;
    }

    private void token(char c) throws Unsure {
        if (wordPart(c) && c != '$' && !digit(c)) {
            word();
        } else if (digit(c) || (c == '.' && digitAt(at + 1))) {
            number();
        } else if (c == '\'') {
            text(false);
        } else if (c == '"') {
            quoted();
        } else if (c == '$') {
            parameter();
        } else if (c == ':') {
            boolean two = sql.startsWith("::", at) || sql.startsWith(":=", at);
            add(Kind.SYMBOL, sql.substring(at, two ? at + 2 : at + 1), two ? 2 : 1);
        } else if ("(),;.[]".indexOf(c) >= 0) {
            add(Kind.SYMBOL, String.valueOf(c), 1);
        } else if (OPERATOR.indexOf(c) >= 0) {
            operator();
        } else if (c == 0) {
            throw new Unsure("it holds a NUL character");
        } else {
            throw new Unsure(
                    "it has a character outside of quotes that SQL does not use ("
                            + "U+"
                            + HexFormat.of().withUpperCase().toHexDigits(c)
                            + ")");
        }
    }

    private void add(Kind kind, String text, int length) {
        tokens.add(new SqlToken(kind, text));
        at += length;
    }

    private void skipLine() throws Unsure {
        while (at < sql.length() && sql.charAt(at) != '\n' && sql.charAt(at) != '\r') {
            refuseNul();
            at++;
        }
    }

    /// PostgreSQL's comments nest.
    private void skipComment() throws Unsure {
        int depth = 0;
        do {
            if (at >= sql.length()) {
                throw new Unsure("a comment does not end");
            }
            if (sql.startsWith("/*", at)) {
                depth++;
                at += 2;
            } else if (sql.startsWith("*/", at)) {
                depth--;
                at += 2;
            } else {
                refuseNul();
                at++;
            }
        } while (depth > 0);
    }

    private void word() throws Unsure {
        int start = at;
        while (at < sql.length() && wordPart(sql.charAt(at))) {
            at++;
        }
        String written = sql.substring(start, at);
        char next = at < sql.length() ? sql.charAt(at) : ' ';
        if (next == '\'' && Set.of("e", "b", "x", "n").contains(lower(written))) {
            text(lower(written).equals("e"));
            return;
        }
        if (next == '&' && lower(written).equals("u") && at + 1 < sql.length()) {
            char after = sql.charAt(at + 1);
            if (after == '\'' || after == '"') {
                throw new Unsure("it has Unicode escapes");
            }
        }
        if (next >= 0x80 || written.indexOf('$') >= 0) {
            throw new Unsure("it has an unusual name outside of quotes");
        }
        if (written.length() > NAME_BYTES_MAX) {
            throw new Unsure("a name is longer than 63 bytes");
        }
        tokens.add(new SqlToken(Kind.WORD, lower(written)));
    }

    private static boolean wordPart(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || digit(c) || c == '_' || c == '$';
    }

    private void number() throws Unsure {
        int start = at;
        skipDigits();
        if (at < sql.length() && sql.charAt(at) == '.') {
            at++;
            skipDigits();
        }
        if (at < sql.length() && (sql.charAt(at) == 'e' || sql.charAt(at) == 'E')) {
            at++;
            if (at < sql.length() && (sql.charAt(at) == '+' || sql.charAt(at) == '-')) {
                at++;
            }
            if (!digitAt(at)) {
                throw new Unsure("a number is unusual");
            }
            skipDigits();
        }
        if (at < sql.length()) {
            char c = sql.charAt(at);
            if (wordPart(c) || c == '.' || c >= 0x80) {
                throw new Unsure("a number is unusual");
            }
        }
        tokens.add(new SqlToken(Kind.NUMBER, "", start, at));
    }

    /// @param escapes true behind an E, where a backslash takes the next character with it
    private void text(boolean escapes) throws Unsure {
        refuseSecondText();
        int start = at;
        at++;
        while (true) {
            if (at >= sql.length()) {
                throw new Unsure("a quoted text does not end");
            }
            char c = sql.charAt(at);
            refuseNul();
            at++;
            if (c == '\\') {
                if (!escapes) {
                    throw new Unsure("a quoted text holds a backslash");
                }
                if (at < sql.length()) {
                    refuseNul();
                    at++;
                }
            }
            if (c == '\'') {
                if (at < sql.length() && sql.charAt(at) == '\'') {
                    at++;
                } else {
                    tokens.add(
                            new SqlToken(
                                    Kind.TEXT, "", escapes ? 0 : start + 1, escapes ? 0 : at - 1));
                    return;
                }
            }
        }
    }

    private void quoted() throws Unsure {
        StringBuilder name = new StringBuilder();
        at++;
        while (true) {
            if (at >= sql.length()) {
                throw new Unsure("a quoted name does not end");
            }
            refuseNul();
            char c = sql.charAt(at++);
            if (c == '"') {
                if (at < sql.length() && sql.charAt(at) == '"') {
                    at++;
                } else {
                    break;
                }
            }
            name.append(c);
        }
        String text = name.toString();
        if (text.isEmpty() || text.getBytes(StandardCharsets.UTF_8).length > NAME_BYTES_MAX) {
            throw new Unsure("a quoted name is empty or longer than 63 bytes");
        }
        tokens.add(new SqlToken(Kind.QUOTED, text));
    }

    private void parameter() throws Unsure {
        int start = at++;
        skipDigits();
        if (at == start + 1) {
            dollarQuoted(start);
            return;
        }
        if (at < sql.length() && (wordPart(sql.charAt(at)) || sql.charAt(at) >= 0x80)) {
            throw new Unsure("a parameter is unusual");
        }
        tokens.add(new SqlToken(Kind.PARAMETER, "", start + 1, at));
    }

    /// `$tag$ anything $tag$`. What is inside is a text like any other.
    private void dollarQuoted(int start) throws Unsure {
        while (at < sql.length() && wordPart(sql.charAt(at)) && sql.charAt(at) != '$') {
            at++;
        }
        if (at >= sql.length() || sql.charAt(at) != '$') {
            throw new Unsure("it has a dollar sign that begins nothing");
        }
        String tag = sql.substring(start, ++at);
        int end = sql.indexOf(tag, at);
        if (end < 0) {
            throw new Unsure("a dollar quote does not end");
        }
        if (sql.substring(at, end).indexOf(0) >= 0) {
            throw new Unsure("it holds a NUL character");
        }
        refuseSecondText();
        int begin = at;
        at = end + tag.length();
        tokens.add(new SqlToken(Kind.TEXT, "", begin, end));
    }

    private void refuseSecondText() throws Unsure {
        if (!tokens.isEmpty() && tokens.getLast().kind() == Kind.TEXT) {
            throw new Unsure("two texts follow each other");
        }
    }

    /// The longest run of operator characters, cut as PostgreSQL cuts it.
    private void operator() throws Unsure {
        int end = at;
        while (end < sql.length()
                && OPERATOR.indexOf(sql.charAt(end)) >= 0
                && !sql.startsWith("--", end)
                && !sql.startsWith("/*", end)) {
            end++;
        }
        String run = sql.substring(at, end);
        boolean special = run.chars().anyMatch(c -> "~!@#^&|`?%".indexOf(c) >= 0);
        while (run.length() > 1 && !special && (run.endsWith("+") || run.endsWith("-"))) {
            run = run.substring(0, run.length() - 1);
        }
        if (run.length() > NAME_BYTES_MAX) {
            throw new Unsure("an operator is longer than 63 signs");
        }
        add(Kind.SYMBOL, run, run.length());
    }

    private void skipDigits() {
        while (digitAt(at)) {
            at++;
        }
    }

    private boolean digitAt(int index) {
        return index < sql.length() && digit(sql.charAt(index));
    }

    private static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }

    private void refuseNul() throws Unsure {
        if (sql.charAt(at) == 0) {
            throw new Unsure("it holds a NUL character");
        }
    }

    /// PostgreSQL folds ASCII letters; others never get here.
    private static String lower(String text) {
        StringBuilder folded = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            folded.append(c >= 'A' && c <= 'Z' ? (char) (c + 32) : c);
        }
        return folded.toString();
    }
}
