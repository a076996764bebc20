package org.affidavit.sessionlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.affidavit.sessionlog.segment.LogLayout;
import org.affidavit.sessionlog.verify.SessionLogVerifier;
import org.affidavit.sessionlog.verify.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Somebody without a key keeps the newest genuine checkpoint back, changes the records that it
/// alone covers, and puts it back while the verifier waits for one.
class NewerCheckpointTest {
    @TempDir Path folder;

    @Test
    void aCheckpointThatAppearsWhileALogIsReadVouchesForNoOtherRecordsThanItsOwn()
            throws IOException {
        var log = new TestLog(folder);
        try (var writer = log.open()) {
            log.writeSession(writer);
        }
        var layout = new LogLayout(log.path());
        List<Long> sizes = layout.listCheckpoints().numbers();
        long newest = sizes.getLast();
        byte[] kept = Files.readAllBytes(layout.checkpoint(newest));
        Files.delete(layout.checkpoint(newest));
        Files.write(
                layout.checkpoint(),
                Files.readAllBytes(layout.checkpoint(sizes.get(sizes.size() - 2))));
        var forge = new LogForge(log.path());
        forge.dropTiles();
        forge.rewrite(leaves -> {
            int last = leaves.size() - 1;
            leaves.set(last, LogForge.withEvent(leaves.get(last), TestLog.heartbeat(4711)));
            return leaves;
        });
        assertThat(log.verify().verdict()).isInstanceOf(Verdict.Unsigned.class);
        var report =
                new SessionLogVerifier(List.of(log.signer().verifierKey()))
                        .verify(
                                log.path(),
                                (_, _, _) -> {
                                    putBack(layout.checkpoint(newest), kept);
                                    return true;
                                });
        assertThat(log.verify().verdict()).isInstanceOf(Verdict.Altered.class);
        assertThat(report.verdict()).isNotInstanceOf(Verdict.Intact.class);
    }

    private static void putBack(Path file, byte[] kept) {
        try {
            Files.write(file, kept);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
