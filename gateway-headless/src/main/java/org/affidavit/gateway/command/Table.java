package org.affidavit.gateway.command;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/// Rows under a heading, aligned; every value made visible.
final class Table {
    private static final int WIDTH_MAX = 60;
    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();

    Table(String... heading) {
        row(heading);
    }

    Table row(String... values) {
        return row(List.of(values));
    }

    Table row(List<String> values) {
        rows.add(values.stream().map(Visible::line).toList());
        return this;
    }

    void printTo(PrintWriter out) {
        int columns = rows.stream().mapToInt(List::size).max().orElse(0);
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                widths[i] = Math.max(widths[i], Math.min(WIDTH_MAX, width(row.get(i))));
            }
        }
        for (List<String> row : rows) {
            out.println(aligned(row, widths));
        }
    }

    private static String aligned(List<String> row, int... widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.size(); i++) {
            line.append(row.get(i));
            if (i < row.size() - 1) {
                line.append(" ".repeat(Math.max(0, widths[i] - width(row.get(i))))).append(GAP);
            }
        }
        return line.toString().stripTrailing();
    }

    private static int width(String text) {
        return text.codePointCount(0, text.length());
    }
}
