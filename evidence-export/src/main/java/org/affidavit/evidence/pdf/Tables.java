package org.affidavit.evidence.pdf;

import java.util.List;
import org.affidavit.evidence.report.Fact;

/// The kinds of tables that a packet has.
final class Tables {
    private Tables() {}

    /// A column.
    ///
    /// @param width percent of the table's width
    record Column(String title, int width, String styleClass) {
        static Column of(String title, int width) {
            return new Column(title, width, "");
        }

        static Column number(String title, int width) {
            return new Column(title, width, "number");
        }
    }

    /// A table with a heading row that repeats on every page. Returns its body.
    static Markup grid(Markup parent, String styleClass, List<Column> columns) {
        Markup table = parent.add("table", "grid " + styleClass);
        Markup row = table.add("thead").add("tr");
        for (Column column : columns) {
            row.add("th", column.styleClass())
                    .set("scope", "col")
                    .set("style", "width: " + column.width() + "%")
                    .text(column.title());
        }
        return table.add("tbody");
    }

    /// Names on the left, values on the right.
    static void facts(Markup parent, List<Fact> facts) {
        Markup body = parent.add("table", "facts").add("tbody");
        for (Fact fact : facts) {
            Markup row = body.add("tr");
            row.add("th").set("scope", "row").text(fact.label());
            row.add("td", fact.style() == Fact.Style.CODE ? "code" : "prose").text(fact.value());
        }
    }
}
