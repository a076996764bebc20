package org.affidavit.sessionlog.anchor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.affidavit.sessionlog.LogFailure;
import org.affidavit.sessionlog.key.LogSigner;
import org.affidavit.sessionlog.note.CheckpointText;
import org.affidavit.sessionlog.note.SignedNote;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeenCheckpointsTest {
    private static final String ORIGIN = "gw.test.example/affidavit";

    @TempDir Path folder;
    private SeenCheckpoints seen;
    private LogSigner signer;

    @BeforeEach
    void begin() throws LogFailure {
        seen = new SeenCheckpoints(folder.resolve("seen"));
        signer = LogSigner.create(folder.resolve("log.key"), ORIGIN);
    }

    @Test
    void knowsNothingAtFirst() throws LogFailure {
        assertThat(seen.newest(ORIGIN)).isEmpty();
    }

    @Test
    void keepsTheNewestOverARestart() throws LogFailure {
        seen.keep(ORIGIN, note(4, 0));
        seen.keep(ORIGIN, note(9, 0));
        assertThat(size(new SeenCheckpoints(folder.resolve("seen")))).isEqualTo(9);
    }

    @Test
    void neverGetsOlder() throws LogFailure {
        seen.keep(ORIGIN, note(9, 0));
        seen.keep(ORIGIN, note(4, 0));
        assertThat(size(seen)).isEqualTo(9);
    }

    @Test
    void refusesASecondRootForOneSize() throws LogFailure {
        seen.keep(ORIGIN, note(9, 0));
        seen.keep(ORIGIN, note(9, 0));
        assertThatThrownBy(() -> seen.keep(ORIGIN, note(9, 1)))
                .isInstanceOf(LogFailure.class)
                .hasMessageContaining("two histories");
    }

    @Test
    void keepsLogsApart() throws LogFailure {
        seen.keep(ORIGIN, note(9, 0));
        assertThat(seen.newest("other.example/log")).isEmpty();
    }

    @Test
    void saysSoWhenWhatItKeptIsDamaged() throws Exception {
        seen.keep(ORIGIN, note(9, 0));
        Files.writeString(seen.file(ORIGIN), "something else");
        assertThatThrownBy(() -> seen.newest(ORIGIN))
                .isInstanceOf(LogFailure.class)
                .hasMessageContaining("cannot be told");
        assertThatThrownBy(() -> seen.keep(ORIGIN, note(10, 0))).isInstanceOf(LogFailure.class);
    }

    private static long size(SeenCheckpoints seen) throws LogFailure {
        return KeptCheckpointTest.text(seen.newest(ORIGIN).orElseThrow()).size();
    }

    private SignedNote note(long size, int rootByte) {
        byte[] root = new byte[32];
        root[0] = (byte) rootByte;
        return signer.sign(new CheckpointText(ORIGIN, size, root), Instant.EPOCH.plusSeconds(1));
    }
}
