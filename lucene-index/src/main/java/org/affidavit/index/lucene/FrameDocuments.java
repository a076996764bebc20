package org.affidavit.index.lucene;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.affidavit.index.query.Field;
import org.affidavit.sessionlog.event.Principal;
import org.affidavit.sessionlog.transcript.Frame;
import org.affidavit.sessionlog.transcript.SessionSummary;
import org.affidavit.sessionlog.transcript.Step;
import org.affidavit.sessionlog.transcript.Transcript;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field.Store;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.util.BytesRef;

/// Makes one document of each frame, with its session's and its command's fields beside it.
final class FrameDocuments {
    /// Lucene refuses longer terms; whoever looks for such a value finds it by its text.
    private static final int TERM_BYTES_MAX = 8_000;

    private final SessionSummary session;
    private final List<Document> documents = new ArrayList<>();
    private int frameNumber;

    private FrameDocuments(SessionSummary session) {
        this.session = session;
    }

    static List<Document> of(Transcript transcript) {
        var made = new FrameDocuments(transcript.session());
        transcript.steps().forEach(made::add);
        return made.documents;
    }

    private void add(Step step) {
        for (Frame frame : step.frames()) {
            var document = new Document();
            addSession(document);
            addStep(document, step);
            addFrame(document, frame);
            document.add(new StoredField(Schema.FRAME, frameNumber++));
            document.add(new StoredField(Schema.COMMAND, step.command()));
            documents.add(document);
        }
    }

    private void addSession(Document document) {
        String id = session.id().value();
        document.add(new StringField(Schema.SESSION, id, Store.YES));
        document.add(new SortedDocValuesField(Schema.SESSION, new BytesRef(id)));
        document.add(new NumericDocValuesField(Schema.OPENED, session.opened().toEpochMilli()));
        addValue(document, Field.SESSION, id);
        session.agent().named().ifPresent(agent -> addAgent(document, agent));
        addValue(document, Field.RESOURCE, session.resource().name());
        addValue(document, Field.KIND, session.resource().kind());
    }

    private static void addAgent(Document document, Principal agent) {
        addValue(document, Field.AGENT, agent.name());
        addValue(document, Field.AGENT, agent.subject());
        addValue(document, Field.OWNER, agent.owner());
    }

    private static void addStep(Document document, Step step) {
        step.facts().verbs().forEach(verb -> addValue(document, Field.VERB, verb));
        for (String object : step.facts().objects()) {
            addValue(document, Field.OBJECT, object);
            addValue(document, Field.OBJECT, object.substring(object.lastIndexOf('.') + 1));
        }
        addValue(document, Field.OUTCOME, step.status().name());
        for (Frame frame : step.frames()) {
            switch (frame) {
                case Frame.Allowed allowed -> {
                    addValue(document, Field.RULE, allowed.rule());
                    addValue(document, Field.OUTCOME, "allowed");
                }
                case Frame.Denied denied -> addValue(document, Field.RULE, denied.rule());
                case Frame.Held held -> {
                    addValue(document, Field.RULE, held.rule());
                    addValue(document, Field.OUTCOME, "held");
                }
                case Frame.Decided decided ->
                        addValue(document, Field.APPROVER, decided.approver().name());
                case Frame.Message message when message.error() -> {
                    addValue(document, Field.CODE, message.code());
                    addValue(document, Field.OUTCOME, "error");
                }
                default -> {}
            }
        }
    }

    private static void addFrame(Document document, Frame frame) {
        long nanos = nanos(frame.at());
        document.add(new LongPoint(Schema.TIME, nanos));
        document.add(new StoredField(Schema.RECORD, frame.record()));
        document.add(new TextField(Schema.TEXT, FrameText.of(frame), Store.YES));
        if (frame instanceof Frame.Grid grid) {
            for (Frame.Column column : grid.columns()) {
                if (!column.maskedBy().isEmpty()) {
                    addValue(document, Field.MASKED, "yes");
                    addValue(document, Field.MASKED, column.name());
                    addOrigin(document, column.origin());
                    addValue(document, Field.RULE, column.maskedBy());
                }
            }
        }
    }

    /// Found by the column's own name, whatever the statement called it.
    private static void addOrigin(Document document, String origin) {
        if (!origin.isEmpty()) {
            addValue(document, Field.MASKED, origin);
            addValue(document, Field.MASKED, origin.substring(origin.lastIndexOf('.') + 1));
        }
    }

    /// Nanoseconds since 1970, clamped to what 64 bits hold.
    static long nanos(Instant at) {
        if (at.getEpochSecond() > Long.MAX_VALUE / 1_000_000_000L - 1) {
            return Long.MAX_VALUE;
        }
        if (at.getEpochSecond() < Long.MIN_VALUE / 1_000_000_000L + 1) {
            return Long.MIN_VALUE;
        }
        return TimeUnit.SECONDS.toNanos(at.getEpochSecond()) + at.getNano();
    }

    private static void addValue(Document document, Field field, String value) {
        String folded = value.toLowerCase(Locale.ROOT);
        byte[] bytes = folded.getBytes(StandardCharsets.UTF_8);
        if (folded.isEmpty()) {
            return;
        }
        BytesRef term =
                new BytesRef(
                        bytes.length > TERM_BYTES_MAX
                                ? Arrays.copyOf(bytes, TERM_BYTES_MAX)
                                : bytes);
        document.add(new StringField(Schema.of(field), term, Store.NO));
    }
}
