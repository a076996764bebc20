package org.affidavit.evidence.collect;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.affidavit.evidence.collect.LogCollection.Verified;
import org.affidavit.evidence.report.SessionMaterial;
import org.affidavit.sessionlog.transcript.Frame;
import org.affidavit.sessionlog.transcript.Step;
import tools.jackson.databind.json.JsonMapper;

/// Writes the attachments that every packet has beside the records.
final class FixedFiles {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path folder;

    FixedFiles(Path folder) {
        this.folder = folder;
    }

    List<AttachedFile> write(Verified verified, List<SessionMaterial> sessions) throws IOException {
        return List.of(
                text(
                        "checkpoint.note",
                        "The signed checkpoint, exact bytes.",
                        verified.checkpoint().note()),
                text("log.vkey", "The verifier key of the log.", verified.key().text()),
                text(
                        "check-units.txt",
                        "A Python script that holds the payloads against their records.",
                        script()),
                statements(sessions));
    }

    private static String script() throws IOException {
        try (var in = FixedFiles.class.getResourceAsStream("check-units.txt")) {
            if (in == null) {
                throw new IOException("The build left out check-units.txt.");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private AttachedFile text(String name, String what, String content) throws IOException {
        try (var file = new AttachmentFile(folder.resolve(name))) {
            file.text(content);
            return file.finish(name, what, "text/plain");
        }
    }

    /// Pages cut long statements and escape odd characters; this file does neither.
    private AttachedFile statements(List<SessionMaterial> sessions) throws IOException {
        String name = "statements.jsonl";
        try (var file = new AttachmentFile(folder.resolve(name))) {
            for (int i = 0; i < sessions.size(); i++) {
                for (Step step : sessions.get(i).transcript().steps()) {
                    for (Frame frame : step.frames()) {
                        if (frame instanceof Frame.Statement statement) {
                            file.line(JSON.writeValueAsBytes(line(i + 1, step, statement)));
                        }
                    }
                }
            }
            return file.finish(
                    name,
                    "Every statement in full, as decoded from the recorded bytes.",
                    "application/x-ndjson");
        }
    }

    private static Map<String, Object> line(int session, Step step, Frame.Statement statement) {
        var line = new LinkedHashMap<String, Object>();
        line.put("ref", session + "." + step.command());
        line.put("record", statement.record());
        line.put("at", statement.at().toString());
        line.put("text", statement.text());
        line.put(
                "parameters",
                statement.parameters().stream().map(value -> unwrapped(value)).toList());
        return line;
    }

    /// JSON has one null; SQL's is written the same.
    private static Object unwrapped(Optional<String> value) {
        return value.<Object>map(text -> text).orElse(JSON.nullNode());
    }
}
