package org.affidavit.evidence.pdf;

import java.util.List;
import java.util.Locale;
import org.affidavit.evidence.report.ResultPart;
import org.affidavit.evidence.report.ResultPart.Heading;
import org.affidavit.evidence.report.ResultPart.Value;
import org.affidavit.evidence.report.Wording;

/// The first rows of a result.
final class ResultTable {
    private ResultTable() {}

    static void write(Markup sheet, ResultPart result) {
        Markup block = sheet.add("div", "result");
        block.line("div", "caption", caption(result));
        if (result.columns().isEmpty()) {
            return;
        }
        Markup table = block.add("table", "grid rows");
        Markup head = table.add("thead").add("tr");
        int width = 100 / result.columns().size();
        for (Heading column : result.columns()) {
            heading(
                    head.add("th").set("scope", "col").set("style", "width: " + width + "%"),
                    column);
        }
        Markup body = table.add("tbody");
        for (List<Value> values : result.rows()) {
            Markup row = body.add("tr");
            for (int i = 0; i < values.size(); i++) {
                boolean number = i < result.columns().size() && result.columns().get(i).number();
                value(row.add("td", number ? "code number" : "code"), values.get(i));
            }
        }
    }

    private static void heading(Markup cell, Heading column) {
        if (column.number()) {
            cell.set("class", "number");
        }
        cell.line("div", "name", column.name()).line("div", "type", column.type());
        if (!column.maskedBy().isEmpty()) {
            cell.line("div", "maskedby", "masked by " + column.maskedBy());
        }
    }

    static void value(Markup cell, Value value) {
        switch (value.kind()) {
            case TEXT -> Sections.excerpt(cell, value.text());
            case NULL -> cell.add("span", "null").text("NULL");
            case MASKED -> Sections.excerpt(cell.add("span", "masked"), value.text());
            case BYTES -> {
                cell.add("span", "null").text("hex ");
                cell.add("span").text(value.text().shown());
                if (!value.text().whole()) {
                    cell.add("span", "cut")
                            .text(" [" + Wording.count(value.text().omitted(), "more byte") + "]");
                }
            }
        }
    }

    private static String caption(ResultPart result) {
        long shown = result.rows().size();
        String rows =
                shown == result.rowsTotal()
                        ? "Result as delivered, " + Wording.count(shown, "row")
                        : String.format(
                                Locale.ROOT,
                                "Result as delivered, %s of %s",
                                Wording.number(shown),
                                Wording.count(result.rowsTotal(), "row"));
        int hidden = result.columnsTotal() - result.columns().size();
        return hidden == 0
                ? rows
                : rows
                        + ", "
                        + Wording.number(result.columns().size())
                        + " of "
                        + Wording.count(result.columnsTotal(), "column");
    }
}
