package org.affidavit.gateway.policy;

/// One token of SQL text.
///
/// @param text a word in lower case, a quoted name without its quotes, an operator or punctuation;
///   empty for literals and parameters, whose content only the facts of SET depend on
/// @param from where the content of a literal, or the number of a parameter, begins in the whole
///   text; 0 if it is not told, such as that of a text with escapes
/// @param to where it ends
record SqlToken(Kind kind, String text, int from, int to) {
    SqlToken(Kind kind, String text) {
        this(kind, text, 0, 0);
    }

    enum Kind {
        WORD,
        QUOTED,
        TEXT,
        NUMBER,
        PARAMETER,
        SYMBOL
    }

    /// True for a text or a number whose content can be told.
    boolean literal() {
        return kind == Kind.NUMBER || (kind == Kind.TEXT && from > 0);
    }

    /// The content of a literal.
    ///
    /// @param sql the text that this was cut from
    String content(String sql) {
        String written = sql.substring(from, to);
        boolean doubled = kind == Kind.TEXT && sql.charAt(from - 1) == '\'';
        return doubled ? written.replace("''", "'") : written;
    }

    /// A text as a literal.
    static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    /// True for this unquoted word.
    boolean is(String word) {
        return kind == Kind.WORD && text.equals(word);
    }

    /// True for this operator or punctuation.
    boolean symbol(String symbol) {
        return kind == Kind.SYMBOL && text.equals(symbol);
    }

    /// True for something that can name a thing.
    boolean names() {
        return kind == Kind.WORD || kind == Kind.QUOTED;
    }

    /// The token as the grammar may read it: literals replaced by plain ones.
    String rendered() {
        return switch (kind) {
            case WORD, SYMBOL -> text;
            case QUOTED -> '"' + text.replace("\"", "\"\"") + '"';
            case TEXT -> "'s'";
            case NUMBER -> "1";
            case PARAMETER -> "$1";
        };
    }
}
