package org.affidavit.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.affidavit.desktop.integrity.IntegrityState;
import org.affidavit.desktop.integrity.LogCheck;
import org.affidavit.desktop.library.LiveLibrary;
import org.affidavit.desktop.look.Prompts;
import org.affidavit.desktop.packets.PacketDesk;
import org.affidavit.desktop.sessions.SearchState;
import org.affidavit.desktop.sessions.SessionRow;
import org.affidavit.desktop.shell.Screen;
import org.affidavit.desktop.task.InlineTasks;
import org.affidavit.desktop.words.Standing;
import org.affidavit.evidence.PacketExporter;
import org.affidavit.index.IndexFolders;
import org.affidavit.sessionlog.key.VerifierKey;
import org.affidavit.sessionlog.samples.SampleLogs;
import org.affidavit.sessionlog.samples.SampleLogs.Sample;
import org.affidavit.sessionlog.vault.ReadingKeys;
import org.affidavit.sessionlog.verify.SessionLogVerifier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Nobody keeps people from looking at a log, or from verifying it, by damaging a byte of it.
class DamagedLogTest {
    private Sample sample;
    private Composition app;
    @TempDir Path folder;

    @BeforeEach
    void writeLog() throws IOException {
        sample = SampleLogs.write(folder);
        app = app();
    }

    @Test
    void verifiesALogWithADamagedPayload() throws Exception {
        damage("vault/00000000000000000000.vlt", 8);
        app.openLog(sample.folder());

        assertAltered();
    }

    @Test
    void listsASessionThatCannotBeReadAsUnreadable() throws Exception {
        damage("vault/00000000000000000000.vlt", 8);
        app.openLog(sample.folder());

        assertThat(app.sessions().sessions())
                .extracting(SessionRow::standing)
                .containsExactlyInAnyOrder(Standing.CLOSED, Standing.UNREADABLE);
        assertThat(((SearchState.All) app.sessions().stateProperty().get()).missing())
                .startsWith("1 session cannot be read");
    }

    @Test
    void saysThatASearchLeavesOutWhatCannotBeRead() throws Exception {
        damage("vault/00000000000000000000.vlt", 8);
        app.openLog(sample.folder());
        app.sessions().queryProperty().set("payments");

        var found = (SearchState.Found) app.sessions().stateProperty().get();
        assertThat(found.complete()).isFalse();
        assertThat(found.coverage()).contains("1 session cannot be read");
    }

    @Test
    void saysWhereReadingEndsInALogThatWasAltered() throws Exception {
        damage("segments/" + newestSegment(), 3);
        app.openLog(sample.folder());

        assertThat(((SearchState.All) app.sessions().stateProperty().get()).missing())
                .startsWith("The log cannot be read from record")
                .contains("sessions and commands are missing here");
        assertThat(app.shell().screenProperty().get()).isEqualTo(Screen.INTEGRITY);
        assertAltered();
    }

    @Test
    void verifiesALogThatHasAHole() throws Exception {
        damage("segments/00000000000000000000.seg", 2);
        app.openLog(sample.folder());

        assertThat(app.sessions().stateProperty().get()).isInstanceOf(SearchState.Failed.class);
        assertThat(app.shell().problemProperty().get()).contains("Verify it");
        assertThat(app.shell().screenProperty().get()).isEqualTo(Screen.INTEGRITY);
        assertAltered();
    }

    @Test
    void verifiesALogWhoseFirstRecordIsDamaged() throws Exception {
        damage("segments/00000000000000000000.seg", 60);
        app.openLog(sample.folder());

        assertThat(app.shell().screenProperty().get()).isEqualTo(Screen.INTEGRITY);
        assertAltered();
    }

    private void assertAltered() {
        app.integrity().verify();
        var done = (IntegrityState.Done) app.integrity().stateProperty().get();
        assertThat(done.finding().standing()).isEqualTo(Standing.BROKEN);
        assertThat(done.finding().sentence()).contains("first at record");
    }

    /// Zeroes some bytes after a part of a file.
    private void damage(String name, int part) throws IOException {
        Path file = sample.folder().resolve(name);
        byte[] bytes = Files.readAllBytes(file);
        int from = bytes.length / part;
        Arrays.fill(bytes, from, from + 20, (byte) 0);
        Files.write(file, bytes);
    }

    private String newestSegment() throws IOException {
        try (var files = Files.list(sample.folder().resolve("segments"))) {
            return files.map(file -> file.getFileName().toString())
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
        }
    }

    private Composition app() {
        var services =
                new Services(
                        log ->
                                LiveLibrary.open(
                                        log,
                                        IndexFolders.in(folder.resolve("indexes")),
                                        List.of(
                                                VerifierKey.read(
                                                        VerifierKey.beside(log).orElseThrow())),
                                        ReadingKeys.NONE,
                                        Clock.systemUTC()),
                        (log, keys, progress) ->
                                LogCheck.Outcome.of(
                                        new SessionLogVerifier(keys).verify(log, progress)),
                        PacketDesk.of(new PacketExporter()));
        return new Composition(
                new InlineTasks(), Clock.systemUTC(), new NoPrompts(), services, false);
    }

    private static final class NoPrompts implements Prompts {
        @Override
        public Optional<Path> folder(String title) {
            return Optional.empty();
        }

        @Override
        public Optional<Path> file(String title) {
            return Optional.empty();
        }

        @Override
        public Optional<Path> save(String title, String name) {
            return Optional.empty();
        }
    }
}
