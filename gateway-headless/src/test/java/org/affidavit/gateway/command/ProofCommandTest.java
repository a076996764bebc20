package org.affidavit.gateway.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.affidavit.sessionlog.SessionLogReader;
import org.affidavit.sessionlog.samples.SampleLogs;
import org.affidavit.sessionlog.samples.SampleLogs.Sample;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProofCommandTest {
    @TempDir Path scratch;
    private Sample sample;
    private Path proof;
    private String key;

    @BeforeEach
    void writeALog() throws Exception {
        sample = SampleLogs.write(scratch);
        proof = scratch.resolve("7.tlog-proof");
        key = scratch.resolve("log.vkey").toString();
    }

    private CommandRun prove(String record, Path out) {
        return CommandRun.of(
                "proof",
                "--record",
                record,
                "--log",
                sample.folder().toString(),
                "--out",
                out.toString());
    }

    private CommandRun verify() {
        return CommandRun.of("proof", "verify", proof.toString(), "--key", key);
    }

    @Test
    void aRecordIsProvenToSomebodyWithoutTheLog() throws Exception {
        var made = prove("7", scratch);
        assertThat(made.exit()).as(made.err()).isZero();
        assertThat(made.out()).contains("7.tlog-proof", "7.json");
        assertThat(made.err()).doesNotContain("tile");
        try (var log = SessionLogReader.open(sample.folder())) {
            assertThat(scratch.resolve("7.json")).hasBinaryContent(log.record(7).leaf());
        }
        var run = verify();
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.firstLine())
                .isEqualTo("Proven: record 7 lies in the log " + SampleLogs.ORIGIN + ".");
    }

    @Test
    void aChangedRecordIsTampering() throws Exception {
        prove("7", proof);
        Files.writeString(scratch.resolve("7.json"), "\n", StandardOpenOption.APPEND);
        assertThat(verify().exit()).isEqualTo(7);
        assertThat(verify().firstLine()).startsWith("ALTERED: the record");
    }

    @Test
    void aKeyThatWasNotGivenIsUnknown() throws Exception {
        prove("7", proof);
        var other = SampleLogs.write(Files.createDirectory(scratch.resolve("other")));
        assertThat(other.folder()).exists();
        key = scratch.resolve("other/log.vkey").toString();
        assertThat(verify().exit()).isEqualTo(9);
        assertThat(verify().firstLine()).startsWith("Unknown key:");
    }

    @Test
    void aTileThatIsWrongIsSaidAndNotHandedOut() throws Exception {
        Path tile;
        try (var files = Files.list(sample.folder().resolve("tile/0/000.p"))) {
            tile = files.sorted().toList().getLast();
        }
        Files.write(tile, new byte[(int) Files.size(tile)]);
        assertThat(prove("7", proof).err()).contains("A tile of the log is missing or not what");
        assertThat(verify().exit()).isZero();
    }

    @Test
    void nothingIsOverwritten() throws Exception {
        prove("7", proof);
        var again = prove("7", proof);
        assertThat(again.exit()).isEqualTo(1);
        assertThat(again.err()).contains("exists already; nothing is overwritten");
    }

    @Test
    void aRecordThatIsNotSignedOrNotThereCannotBeProven() {
        var run = prove("100000", proof);
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("There is no record 100000 under the newest checkpoint");
        assertThat(CommandRun.of("proof", "--log", sample.folder().toString()).err())
                .contains("No record is named");
    }

    @Test
    void whatIsNoProofIsSaidSo() throws Exception {
        Files.writeString(proof, "hello");
        assertThat(verify().exit()).isEqualTo(1);
        assertThat(verify().err()).contains("is no C2SP tlog-proof");
        Files.delete(proof);
        assertThat(verify().exit()).isEqualTo(4);
        assertThat(CommandRun.of("verify", Files.writeString(proof, "").toString()).err())
                .contains("affidavit proof verify");
    }
}
