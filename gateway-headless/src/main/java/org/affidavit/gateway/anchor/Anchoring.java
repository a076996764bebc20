package org.affidavit.gateway.anchor;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.affidavit.gateway.config.GatewayConfig.Anchors;
import org.affidavit.gateway.config.GatewayConfig.StampSite;
import org.affidavit.sessionlog.LogFailure;
import org.affidavit.sessionlog.LogTree;
import org.affidavit.sessionlog.SessionLogReader;
import org.affidavit.sessionlog.anchor.Certificates;
import org.affidavit.sessionlog.anchor.CosignatureFiles;
import org.affidavit.sessionlog.anchor.TimestampFiles;
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

    private final Path log;
    private final List<WitnessLink> witnesses;
    private final Optional<TimestampLink> timestamps;
    private final AnchorHttp http;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("anchoring").factory());

    private Anchoring(Path log, Anchors anchors, TimestampLink.Noted noted, Duration answerMax)
            throws IOException {
        this.log = log;
        this.http = new AnchorHttp(answerMax);
        var files = new CosignatureFiles(log);
        this.witnesses =
                anchors.witnesses().stream()
                        .map(each -> new WitnessLink(each.url(), each.key(), http, files))
                        .toList();
        this.timestamps =
                anchors.timestamps().isPresent()
                        ? Optional.of(link(anchors.timestamps().get(), noted))
                        : Optional.empty();
    }

    private TimestampLink link(StampSite site, TimestampLink.Noted noted) throws IOException {
        return new TimestampLink(
                site.url(),
                Certificates.read(site.ca()),
                site.every(),
                http,
                new TimestampFiles(log),
                noted);
    }

    /// Starts, if there is anything to anchor with.
    ///
    /// @param log its folder
    /// @param noted hears of each time stamp
    /// @throws IOException if the authority's certificate cannot be read
    public static Anchoring start(Path log, Anchors anchors, TimestampLink.Noted noted)
            throws IOException {
        return start(log, anchors, noted, ANSWER_MAX);
    }

    static Anchoring start(Path log, Anchors anchors, TimestampLink.Noted noted, Duration answerMax)
            throws IOException {
        var anchoring = new Anchoring(log, anchors, noted, answerMax);
        if (!anchoring.witnesses.isEmpty() || anchoring.timestamps.isPresent()) {
            long nanos = anchors.every().toNanos();
            var _ =
                    anchoring.timer.scheduleWithFixedDelay(
                            anchoring::round, 0, nanos, TimeUnit.NANOSECONDS);
        }
        return anchoring;
    }

    private void round() {
        try {
            var newest = SessionLogReader.checkpoint(log);
            if (newest.isPresent()) {
                SignedNote note =
                        SignedNote.parse(
                                newest.get()
                                        .note()
                                        .getBytes(java.nio.charset.StandardCharsets.UTF_8));
                CheckpointText text = CheckpointText.parse(note.text());
                LogTree tree = LogTree.of(log, newest.get());
                for (WitnessLink witness : witnesses) {
                    witness.offer(note, text, tree);
                }
                if (timestamps.isPresent()) {
                    timestamps.get().offer(note, text);
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
        return Stream.concat(
                        witnesses.stream().map(WitnessLink::state),
                        timestamps.stream().map(TimestampLink::state))
                .map(AnchorState::line)
                .toList();
    }

    @Override
    public void close() {
        timer.shutdownNow();
        http.close();
    }
}
