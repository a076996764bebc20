package org.affidavit.desktop.look;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jfx.incubator.scene.control.richtext.SyntaxDecorator;
import jfx.incubator.scene.control.richtext.TextPos;
import jfx.incubator.scene.control.richtext.model.CodeTextModel;
import jfx.incubator.scene.control.richtext.model.RichParagraph;

/// Colours for SQL, and a loud look for written-out hidden characters.
///
/// Reads the whole text once, because strings and comments run over lines. Colour only: no verdict
/// ever rests on this.
final class SqlColours implements SyntaxDecorator {
    private static final Pattern TOKENS =
            Pattern.compile(
                    "(?<hidden>\\\\u\\{[0-9A-F]{1,6}\\})"
                            + "|(?<comment>--[^\\n]*+|/\\*(?:[^*]|\\*(?!/))*+(?:\\*/)?)"
                            + "|(?<string>'[^']*+(?:''[^']*+)*+'?)"
                            + "|(?<name>\"[^\"]*+\"?)"
                            + "|(?<bind>\\$\\d+)"
                            + "|(?<number>\\b\\d+(?:\\.\\d+)?\\b)"
                            + "|(?<word>\\b[A-Za-z_]\\w*+\\b)");
    private static final List<String> KINDS =
            List.of("hidden", "comment", "string", "name", "bind", "number", "word");
    private static final Pattern HIDDEN = Pattern.compile("\\\\u\\{[0-9A-F]{1,6}\\}");
    private static final Set<String> KEYWORDS =
            Set.of(
                    ("select from where and or not in is null as join left right inner outer on"
                         + " group by order having limit offset distinct union all insert into"
                         + " values update set delete returning create alter drop truncate table"
                         + " index view database schema copy to stdout stdin with case when then"
                         + " else end begin commit rollback savepoint grant revoke execute prepare"
                         + " deallocate declare fetch cursor for between like ilike exists true"
                         + " false asc desc count sum avg min max interval cascade using if")
                            .split(" "));

    private record Piece(String text, String style) {}

    private List<List<Piece>> lines = List.of();

    /// Reads a text before it is shown.
    void read(String text) {
        var read = new ArrayList<List<Piece>>();
        read.add(new ArrayList<>());
        Matcher token = TOKENS.matcher(text);
        int from = 0;
        while (token.find()) {
            add(read, text.substring(from, token.start()), "plain");
            add(read, token.group(), style(token));
            from = token.end();
        }
        add(read, text.substring(from), "plain");
        lines = read;
    }

    private static String style(Matcher token) {
        String kind =
                KINDS.stream().filter(name -> token.group(name) != null).findFirst().orElse("");
        if (kind.equals("word")) {
            boolean keyword = KEYWORDS.contains(token.group().toLowerCase(Locale.ROOT));
            return keyword ? "sql-keyword" : "plain";
        }
        return "sql-" + kind;
    }

    private static void add(List<List<Piece>> lines, String text, String style) {
        String[] parts = text.split("\n", -1);
        for (int i = 0; i < parts.length; i++) {
            if (i > 0) {
                lines.add(new ArrayList<>());
            }
            addPart(lines.getLast(), parts[i], style);
        }
    }

    /// A hidden character inside a string or a comment is still shown loudly.
    private static void addPart(List<Piece> line, String text, String style) {
        Matcher hidden = HIDDEN.matcher(text);
        int from = 0;
        while (hidden.find()) {
            line.add(new Piece(text.substring(from, hidden.start()), style));
            line.add(new Piece(hidden.group(), "sql-hidden"));
            from = hidden.end();
        }
        line.add(new Piece(text.substring(from), style));
    }

    @Override
    public RichParagraph createRichParagraph(CodeTextModel model, int index) {
        var paragraph = RichParagraph.builder();
        if (index < lines.size()) {
            lines.get(index).stream()
                    .filter(piece -> !piece.text().isEmpty())
                    .forEach(piece -> paragraph.addWithStyleNames(piece.text(), piece.style()));
        }
        return paragraph.build();
    }

    @Override
    public void handleChange(
            CodeTextModel model, TextPos start, TextPos end, int top, int added, int bottom) {}
}
