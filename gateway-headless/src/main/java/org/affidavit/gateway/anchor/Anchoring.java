package org.affidavit.gateway.anchor;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.affidavit.gateway.config.GatewayConfig.Anchors;
import org.affidavit.sessionlog.LogFailure;
import org.affidavit.sessionlog.SessionLogReader;
import org.affidavit.sessionlog.anchor.CosignatureFiles;
import org.affidavit.sessionlog.anchor.LogHashes;
import org.affidavit.sessionlog.note.CheckpointText;
import org.affidavit.sessionlog.note.SignedNote;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks every so often for a newer checkpoint, and has it cosigned by every witness.
///
/// On one thread of its own: a witness that hangs delays the others by its time limit, and nothing
/// else.
public final class Anchoring implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Anchoring.class);
    private static final Duration ANSWER_MAX = Duration.ofSeconds(10);

    private final SessionLogReader reader;
    private final List<WitnessLink> witnesses;
    private final AnchorHttp http;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("anchoring").factory());

    private Anchoring(SessionLogReader reader, Anchors anchors, Duration answerMax) {
        this.reader = reader;
        this.http = new AnchorHttp(answerMax);
        var hashes = new LogHashes(reader);
        var files = new CosignatureFiles(reader.folder());
        this.witnesses =
                anchors.witnesses().stream()
                        .map(each -> new WitnessLink(each.url(), each.key(), http, hashes, files))
                        .toList();
    }

    /// Starts, if there is anything to anchor with.
    public static Anchoring start(SessionLogReader reader, Anchors anchors) {
        return start(reader, anchors, ANSWER_MAX);
    }

    static Anchoring start(SessionLogReader reader, Anchors anchors, Duration answerMax) {
        var anchoring = new Anchoring(reader, anchors, answerMax);
        if (!anchoring.witnesses.isEmpty()) {
            long nanos = anchors.every().toNanos();
            var _ =
                    anchoring.timer.scheduleWithFixedDelay(
                            anchoring::round, 0, nanos, TimeUnit.NANOSECONDS);
        }
        return anchoring;
    }

    private void round() {
        try {
            var newest = reader.checkpoint();
            if (newest.isPresent()) {
                SignedNote note =
                        SignedNote.parse(
                                newest.get()
                                        .note()
                                        .getBytes(java.nio.charset.StandardCharsets.UTF_8));
                CheckpointText text = CheckpointText.parse(note.text());
                for (WitnessLink witness : witnesses) {
                    witness.offer(note, text);
                }
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        } catch (LogFailure | java.text.ParseException | RuntimeException failed) {
            // The next round must come whatever happened in this one.
            LOG.error("Checkpoints are not anchored", failed);
        }
    }

    /// One line for each anchor.
    public List<String> lines() {
        return witnesses.stream().map(each -> each.state().line()).toList();
    }

    @Override
    public void close() {
        timer.shutdownNow();
        http.close();
    }
}
