package org.affidavit.gateway.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import org.affidavit.sessionlog.LogRecord;
import tools.jackson.databind.JsonNode;

/// Records one a line, as they pass: a log can have more than fit into memory.
final class RecordText {
    private final List<String> wanted;
    private final SortedSet<String> seen = new TreeSet<>();

    /// @param wanted types of records to print; empty for all
    RecordText(List<String> wanted) {
        this.wanted = List.copyOf(wanted);
    }

    /// @param json as it is stored rather than for people
    void print(LogRecord record, boolean json, PrintWriter out) {
        String leaf = new String(record.leaf(), UTF_8);
        JsonNode fields = Json.JSON.readTree(leaf);
        String type = fields.path("t").asString();
        seen.add(type);
        if (wanted.isEmpty() || wanted.contains(type)) {
            out.println(json ? leaf : line(record, type, fields));
        }
    }

    private static String line(LogRecord record, String type, JsonNode fields) {
        var words = new ArrayList<String>();
        if (fields.has("s")) {
            words.add("session=" + fields.path("s").asString());
        }
        fields.path("e")
                .properties()
                .forEach(field -> {
                    JsonNode value = field.getValue();
                    words.add(field.getKey() + "=" + (value.isString() ? quoted(value) : value));
                });
        return String.format(
                Locale.ROOT,
                "%7d  %s  %-18s  %s",
                record.index(),
                SessionText.time(record.event().at()),
                Visible.line(type),
                Visible.line(String.join(" ", words)));
    }

    /// Plain where it cannot be taken for something else.
    private static String quoted(JsonNode value) {
        String text = value.asString();
        return text.matches("[\\w.:/@*+-]+") ? text : value.toString();
    }

    /// Which of the wanted types no record had; nothing is said of types if all were found.
    List<String> missed() {
        return wanted.stream().filter(type -> !seen.contains(type)).toList();
    }

    /// The types of all records that passed.
    SortedSet<String> seen() {
        return seen;
    }
}
