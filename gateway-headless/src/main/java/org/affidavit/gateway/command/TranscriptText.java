package org.affidavit.gateway.command;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.affidavit.sessionlog.transcript.Frame;
import org.affidavit.sessionlog.transcript.Frame.Cell;
import org.affidavit.sessionlog.transcript.SessionSummary;
import org.affidavit.sessionlog.transcript.Step;
import org.affidavit.sessionlog.transcript.Transcript;

/// A session as text: each step with its frames, exactly as delivered.
final class TranscriptText {
    private static final String INDENT = "    ";

    private final PrintWriter out;
    private final boolean plain;

    /// @param plain values between tabs instead of aligned columns
    TranscriptText(PrintWriter out, boolean plain) {
        this.out = out;
        this.plain = plain;
    }

    void print(Transcript transcript) {
        SessionSummary session = transcript.session();
        say("session   " + session.id());
        say("agent     " + session.agent().shown() + " (" + session.agent().issuer() + ")");
        say("resource  " + session.resource().name());
        say("opened    " + SessionText.time(session.opened()) + " from " + session.client());
        say("end       " + session.end());
        for (Step step : transcript.steps()) {
            print(step);
        }
    }

    private void print(Step step) {
        out.println();
        say(
                "#"
                        + step.command()
                        + "  "
                        + step.at()
                        + "  "
                        + step.status().name().toLowerCase(Locale.ROOT)
                        + "  "
                        + took(step.took())
                        + "  "
                        + step.title());
        step.frames().forEach(this::print);
    }

    private void print(Frame frame) {
        switch (frame) {
            case Frame.Opened opened -> detail("opened by " + opened.client());
            case Frame.Statement statement -> print(statement);
            case Frame.Allowed allowed ->
                    detail(
                            allowed.request()
                                            .map(request ->
                                                    "forwarded under approval "
                                                            + request
                                                            + ", rule ")
                                            .orElse("allowed by rule ")
                                    + allowed.rule()
                                    + place(allowed.place()));
            case Frame.Denied denied ->
                    detail(
                            "denied by rule "
                                    + denied.rule()
                                    + place(denied.place())
                                    + ": "
                                    + denied.message());
            case Frame.Held held ->
                    detail(
                            "held by rule "
                                    + held.rule()
                                    + place(held.place())
                                    + " as request "
                                    + held.request());
            case Frame.Decided decided ->
                    detail(
                            (decided.approved() ? "approved by " : "denied by ")
                                    + decided.approver().name()
                                    + ": "
                                    + decided.reason());
            case Frame.Lapsed lapsed ->
                    detail("lapsed: " + lapsed.cause().name().toLowerCase(Locale.ROOT));
            case Frame.Grid grid -> print(grid);
            case Frame.Message message -> print(message);
            case Frame.Completed completed ->
                    detail(completed.tag() + delivered(completed.bytes()));
            case Frame.Raw raw -> detail(raw.what() + ", " + raw.bytes().length + " bytes");
            case Frame.Sealed sealed -> detail(sealed.why());
            case Frame.Closed closed ->
                    detail("closed: " + closed.cause().name().toLowerCase(Locale.ROOT));
            case Frame.Aborted aborted -> detail("aborted: " + aborted.reason());
        }
    }

    private void print(Frame.Statement statement) {
        statement.text().lines().forEach(line -> detail("> " + line));
        List<String> values =
                statement.parameters().stream().map(value -> value.orElse("NULL")).toList();
        if (!values.isEmpty()) {
            detail(
                    IntStream.range(0, values.size())
                            .mapToObj(i -> "$" + (i + 1) + " = " + values.get(i))
                            .collect(Collectors.joining(", ")));
        }
    }

    private void print(Frame.Message message) {
        detail(message.severity() + " " + message.code() + ": " + message.text());
        if (!message.detail().isEmpty()) {
            detail("detail: " + message.detail());
        }
        if (!message.hint().isEmpty()) {
            detail("hint: " + message.hint());
        }
    }

    private void print(Frame.Grid grid) {
        List<String> heading =
                grid.columns().stream()
                        .map(column ->
                                column.maskedBy().isEmpty()
                                        ? column.name()
                                        : column.name() + " [" + column.maskedBy() + "]")
                        .toList();
        if (plain) {
            out.println(between(heading));
            grid.rows().forEach(row -> out.println(between(texts(row))));
            return;
        }
        Table table = new Table(indented(heading).toArray(String[]::new));
        grid.rows().forEach(row -> table.row(indented(texts(row))));
        table.printTo(out);
    }

    /// What was delivered stands behind a mark, so that no value looks like a line of the
    /// transcript.
    private static String between(List<String> values) {
        return values.stream().map(Visible::line).collect(Collectors.joining("\t", "|\t", ""));
    }

    private static List<String> texts(List<Cell> row) {
        return row.stream().map(TranscriptText::value).toList();
    }

    private static List<String> indented(List<String> values) {
        return IntStream.range(0, values.size())
                .mapToObj(i -> i == 0 ? INDENT + "| " + values.get(i) : values.get(i))
                .toList();
    }

    private static String value(Cell cell) {
        return switch (cell) {
            case Cell.Value(String text) -> text;
            case Cell.Null() -> "NULL";
            case Cell.Masked(String text, _) -> text;
            case Cell.Bytes(byte[] bytes) -> "(" + bytes.length + " bytes)";
        };
    }

    /// @param bytes -1 where nobody counted
    private static String delivered(long bytes) {
        return bytes < 0 ? "" : ", " + bytes + " bytes delivered";
    }

    private static String place(String place) {
        return place.isEmpty() ? "" : " (" + place + ")";
    }

    private static String took(Duration took) {
        return took.toMillis() + " ms";
    }

    private void detail(String line) {
        out.println(INDENT + Visible.line(line));
    }

    private void say(String line) {
        out.println(Visible.line(line));
    }
}
