package org.affidavit.sessionlog.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.affidavit.sessionlog.SessionLogReader;
import org.affidavit.sessionlog.key.VerifierKey;
import org.affidavit.sessionlog.samples.SampleLogs;
import org.affidavit.sessionlog.samples.SampleLogs.Sample;
import org.affidavit.sessionlog.segment.FileKind;
import org.affidavit.sessionlog.segment.LogLayout;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Logs that come from somebody else can hold links to what never ends.
@EnabledOnOs(OS.LINUX)
@Timeout(20)
class PlainFilesTest {
    @TempDir Path folder;
    private Sample sample;
    private LogLayout layout;

    @BeforeEach
    void write() throws Exception {
        sample = SampleLogs.write(folder);
        layout = new LogLayout(sample.folder());
    }

    @Test
    void aCheckpointThatLinksToAnEndlessDeviceIsNotRead() throws Exception {
        replace(layout.checkpoint());

        assertThatThrownBy(this::verify)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("plain");
    }

    @Test
    void aSegmentThatIsAPipeIsNotWaitedFor() throws Exception {
        Path segment = layout.file(FileKind.SEGMENT, 0);
        Files.delete(segment);
        Process made = new ProcessBuilder("mkfifo", segment.toString()).start();
        assertThat(made.waitFor(10, TimeUnit.SECONDS)).isTrue();

        assertThatThrownBy(this::verify)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("plain");
        assertThatThrownBy(() -> SessionLogReader.open(sample.folder()))
                .isInstanceOf(IOException.class);
    }

    @Test
    void aKeyThatLinksToAnEndlessDeviceIsNotRead() throws Exception {
        Path key = folder.resolve("other.vkey");
        Files.createSymbolicLink(key, Path.of("/dev/zero"));

        assertThatThrownBy(() -> VerifierKey.read(key)).hasMessageContaining("plain");
    }

    private void verify() throws IOException {
        var _ =
                new SessionLogVerifier(List.of(sample.verifierKey()))
                        .verify(sample.folder(), (_, _, _) -> true);
    }

    private static void replace(Path file) throws IOException {
        Files.delete(file);
        Files.createSymbolicLink(file, Path.of("/dev/zero"));
    }
}
