package org.affidavit.sessionlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionException;
import org.affidavit.sessionlog.event.Payload;
import org.affidavit.sessionlog.event.SessionEvent;
import org.affidavit.sessionlog.event.SessionId;
import org.affidavit.sessionlog.samples.SampleEvents;
import org.affidavit.sessionlog.samples.SampleLogs;
import org.affidavit.sessionlog.verify.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PowerCutTest {
    private static final int ROUNDS = Integer.getInteger("affidavit.power.rounds", 2);

    @TempDir Path folder;

    @Test
    void losesNothingAcknowledgedWhereverThePowerFails() throws IOException {
        long seed = System.nanoTime();
        for (int round = 0; round < ROUNDS; round++) {
            var random = new SplittableRandom(seed + round);
            boolean failed = true;
            for (int steps = 0; failed; steps++) {
                failed = failsAt(steps, "round-" + round, random, seed);
            }
        }
    }

    /// Two lives, the second of which begins where the first one's power failed and fails, too.
    private boolean failsAt(int steps, String round, SplittableRandom random, long seed)
            throws IOException {
        var log = new TestLog(Files.createDirectories(folder.resolve(round + "-" + steps)));
        var acknowledged = new ArrayList<Receipt>();
        var first = new PowerCutDisk(steps);
        boolean failed = write(log, first, acknowledged);
        first.loseWhatWasNotForced(random);
        var second = new PowerCutDisk(random.nextInt(40));
        write(log, second, acknowledged);
        second.loseWhatWasNotForced(random);
        String where = "power failed after %d steps, seed %d".formatted(steps, seed);
        if (!acknowledged.isEmpty()) {
            assertThat(log.verify().verdict())
                    .as(where)
                    .isInstanceOfAny(
                            Verdict.Intact.class, Verdict.Unsigned.class, Verdict.Torn.class);
        }
        log.open().close();
        assertThat(log.verify().verdict()).as(where).isEqualTo(new Verdict.Intact());
        assertHolds(log, acknowledged, where);
        return failed;
    }

    /// Answers whether the power failed.
    private static boolean write(TestLog log, Disk disk, List<Receipt> acknowledged) {
        try (var writer = log.openInSmallSegments(disk)) {
            var id = SessionId.at(SampleLogs.START, new SplittableRandom(acknowledged.size()));
            acknowledged.add(writer.append(SampleEvents.opened(id), Payload.NONE).join());
            for (int part = 1; part <= 3; part++) {
                var event = new SessionEvent.ResponseDelivered(id, SampleLogs.START, 1, part);
                acknowledged.add(writer.append(event, SampleEvents.payload()).join());
            }
            writer.checkpoint().join();
            acknowledged.add(writer.append(SampleEvents.closed(id), Payload.NONE).join());
            writer.checkpoint().join();
            return false;
        } catch (LogFailure | CompletionException e) {
            return true;
        }
    }

    private static void assertHolds(TestLog log, List<Receipt> acknowledged, String where)
            throws IOException {
        try (var reader = log.reader()) {
            for (Receipt receipt : acknowledged) {
                LogRecord record = reader.record(receipt.index());
                assertThat(
                                org.affidavit.sessionlog.encode.Leaf.hex(
                                        org.affidavit.sessionlog.tree.TreeHash.leaf(record.leaf())))
                        .as(where)
                        .isEqualTo(receipt.leafHash());
                assertThat(reader.payload(record).payload()).isPresent();
            }
        }
    }
}
