package org.affidavit.desktop.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.affidavit.index.IndexFolders;
import org.affidavit.sessionlog.samples.SampleLogs;
import org.affidavit.sessionlog.samples.SampleLogs.Sample;
import org.affidavit.sessionlog.samples.SampleReaders;
import org.affidavit.sessionlog.vault.ReadingKeys;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveLibraryTest {
    private Sample sample;
    @TempDir Path folder;

    @BeforeEach
    void writeLog() throws IOException {
        sample = SampleLogs.write(folder);
    }

    @Test
    void listsSessionsNewestFirst() throws Exception {
        try (var library = open()) {
            assertThat(library.origin()).isEqualTo(SampleLogs.ORIGIN);
            assertThat(library.sessions())
                    .extracting(one -> one.agent().shown())
                    .containsExactly("report-bot", "billing-bot");
        }
    }

    @Test
    void findsWhatWasRecorded() throws Exception {
        try (var library = open()) {
            library.refresh();
            var found = library.search("outcome:denied", 10);

            assertThat(found.sessions())
                    .singleElement()
                    .satisfies(hit ->
                            assertThat(hit.session()).isEqualTo(sample.sessions().getFirst()));
            assertThat(found.coveredRecords()).isEqualTo(found.logRecords());
        }
    }

    @Test
    void pointsAtAFrameThatReplayCanShow() throws Exception {
        try (var library = open()) {
            library.refresh();
            var hit = library.search("outcome:denied", 10).sessions().getFirst();
            var frames = library.transcript(hit.session()).orElseThrow().frames();

            assertThat(hit.moments())
                    .allSatisfy(
                            moment -> assertThat(moment.frame()).isBetween(0, frames.size() - 1));
        }
    }

    @Test
    void hearsNothingNewFromAClosedLog() throws Exception {
        try (var library = open()) {
            assertThat(library.refresh()).isTrue();
            assertThat(library.refresh()).isFalse();
        }
    }

    @Test
    void writesNothingIntoTheLog() throws Exception {
        var before = names();
        try (var library = open()) {
            library.search("payments", 10);
        }
        assertThat(names()).isEqualTo(before);
    }

    @Test
    void saysThatAFolderHoldsNoLog() {
        assertThatThrownBy(() ->
                        LiveLibrary.open(
                                folder.resolve("nothing"),
                                IndexFolders.in(folder.resolve("indexes")),
                                List.of(),
                                ReadingKeys.NONE,
                                Clock.systemUTC()))
                .isInstanceOf(IOException.class);
    }

    private Library open() throws IOException {
        return LiveLibrary.open(
                sample.folder(),
                IndexFolders.in(folder.resolve("indexes")),
                List.of(sample.verifierKey()),
                SampleReaders.keys(),
                Clock.systemUTC());
    }

    private List<String> names() throws IOException {
        try (var files = Files.walk(sample.folder())) {
            return files.map(Path::toString).sorted().toList();
        }
    }
}
