package org.affidavit.gateway.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.affidavit.sessionlog.SessionLogReader;
import org.affidavit.sessionlog.samples.SampleLogs;
import org.affidavit.sessionlog.samples.SampleLogs.Sample;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordsCommandTest {
    @TempDir Path scratch;
    private Sample sample;

    @BeforeEach
    void writeALog() throws Exception {
        sample = SampleLogs.write(scratch);
    }

    private CommandRun records(String... arguments) {
        var line = new ArrayList<>(List.of("records"));
        line.addAll(List.of(arguments));
        line.addAll(List.of("--log", sample.folder().toString()));
        return CommandRun.of(line.toArray(String[]::new));
    }

    @Test
    void listsWhatTheGatewayDidAndWhatSessionsDidInOrder() throws Exception {
        var run = records("list");
        assertThat(run.exit()).as(run.err()).isZero();
        try (var log = SessionLogReader.open(sample.folder())) {
            assertThat(run.out().lines()).hasSize((int) log.size());
        }
        assertThat(run.out().lines().findFirst().orElseThrow())
                .matches(" +0  2026-\\S+  log\\.created +origin=" + SampleLogs.ORIGIN);
        assertThat(run.out()).contains("session=" + sample.sessions().getFirst().value());
    }

    @Test
    void listsOnlyTheTypesThatWereAskedFor() {
        var run = records("list", "--type", "policy.loaded", "--type", "session.opened");
        assertThat(run.out().lines())
                .hasSize(3)
                .allMatch(line -> line.contains("policy.loaded") || line.contains("session.op"));
    }

    @Test
    void saysThatNoRecordIsOfATypeAndWhichTypesThereAre() {
        var run = records("list", "--type", "acess.refused");
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .contains("No record is of type acess.refused")
                .contains("gateway.started", "policy.loaded");
    }

    @Test
    void beginsWhereItIsTold() {
        assertThat(records("list", "--from", "2").out().lines().findFirst().orElseThrow())
                .startsWith("      2  ");
        assertThat(records("list", "--from", "-1").exit()).isEqualTo(2);
    }

    @Test
    void printsARecordExactlyAsItIsStored() throws Exception {
        try (var log = SessionLogReader.open(sample.folder())) {
            String stored = new String(log.record(3).leaf(), UTF_8);
            assertThat(records("show", "3").out().strip()).isEqualTo(stored);
            assertThat(records("list", "--json").out().lines()).contains(stored);
        }
    }

    @Test
    void saysWhichRecordsThereAreInsteadOfOneThatIsNot() {
        var run = records("show", "100000");
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("There is no record 100000", "records 0 to ");
    }
}
