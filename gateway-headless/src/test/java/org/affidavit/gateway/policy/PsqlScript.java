package org.affidavit.gateway.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Cuts a script for psql into the statements that psql would send: without its own commands and
/// without the rows behind a COPY.
final class PsqlScript {
    private static final Pattern DOLLAR =
            Pattern.compile("\\$(?:[A-Za-z_\\x80-\\uffff][\\w]*)?\\$");
    private static final Pattern FROM_STDIN =
            Pattern.compile("(?is)^\\s*copy\\b.*\\bfrom\\s+stdin\\b.*");
    private static final Pattern BODY =
            Pattern.compile(
                    "(?is)^\\s*create\\s+(or\\s+replace\\s+)?(function|procedure)\\b"
                            + ".*\\bbegin\\s+atomic\\b.*");
    private static final Pattern BODY_ENDS = Pattern.compile("(?is).*\\bend\\s*");

    private final String text;
    private final List<String> statements = new ArrayList<>();
    private final StringBuilder current = new StringBuilder();
    private int at;
    private int depth;

    private PsqlScript(String text) {
        this.text = text;
    }

    static List<String> statements(String text) {
        return new PsqlScript(text).cut();
    }

    private List<String> cut() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (text.startsWith("--", at)) {
                skipTo(lineEnd());
            } else if (text.startsWith("/*", at)) {
                comment();
            } else if (c == '\'') {
                quoted(c, escapes());
            } else if (c == '"') {
                quoted(c, false);
            } else if (c == '$') {
                dollar();
            } else if (c == '\\') {
                command();
            } else if (c == ';' && depth <= 0 && !inBody()) {
                at++;
                end();
            } else {
                depth += c == '(' ? 1 : c == ')' ? -1 : 0;
                take(1);
            }
        }
        end();
        return statements;
    }

    private boolean inBody() {
        return BODY.matcher(current).matches() && !BODY_ENDS.matcher(current).matches();
    }

    private void end() {
        String statement = current.toString().strip();
        current.setLength(0);
        depth = 0;
        if (!statement.isEmpty()) {
            statements.add(statement);
        }
        if (FROM_STDIN.matcher(statement).matches()) {
            int end = text.indexOf("\n\\.", at);
            at = end < 0 ? text.length() : end + 3;
        }
    }

    private void take(int characters) {
        current.append(text, at, at + characters);
        at += characters;
    }

    private void skipTo(int index) {
        current.append(' ');
        at = index;
    }

    private int lineEnd() {
        int end = text.indexOf('\n', at);
        return end < 0 ? text.length() : end;
    }

    private void comment() {
        int open = 0;
        int i = at;
        do {
            if (text.startsWith("/*", i)) {
                open++;
                i += 2;
            } else if (text.startsWith("*/", i)) {
                open--;
                i += 2;
            } else {
                i++;
            }
        } while (open > 0 && i < text.length());
        take(Math.min(i, text.length()) - at);
    }

    /// Behind an E that is no end of a longer word.
    private boolean escapes() {
        int length = current.length();
        boolean marked = length > 0 && "eE".indexOf(current.charAt(length - 1)) >= 0;
        return marked
                && (length == 1 || !Character.isJavaIdentifierPart(current.charAt(length - 2)));
    }

    private void quoted(char quote, boolean escapes) {
        int i = at + 1;
        while (i < text.length() && text.charAt(i) != quote) {
            i += escapes && text.charAt(i) == '\\' ? 2 : 1;
        }
        take(Math.min(i + 1, text.length()) - at);
    }

    private void dollar() {
        Matcher tag = DOLLAR.matcher(text).region(at, text.length());
        boolean inWord =
                !current.isEmpty()
                        && Character.isJavaIdentifierPart(current.charAt(current.length() - 1));
        if (inWord || !tag.lookingAt()) {
            take(1);
            return;
        }
        int end = text.indexOf(tag.group(), tag.end());
        take((end < 0 ? text.length() : end + tag.group().length()) - at);
    }

    /// What sends a statement ends it; `\;` is a semicolon inside of one series.
    private void command() {
        if (text.startsWith("\\;", at)) {
            at++;
            take(1);
            return;
        }
        boolean sends = text.startsWith("\\g", at) || text.startsWith("\\crosstabview", at);
        at = lineEnd();
        if (sends) {
            end();
        }
    }
}
