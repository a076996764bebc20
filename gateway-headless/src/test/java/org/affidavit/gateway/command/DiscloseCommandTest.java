package org.affidavit.gateway.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.affidavit.sessionlog.SessionLogReader;
import org.affidavit.sessionlog.event.SessionEvent.ResponseDelivered;
import org.affidavit.sessionlog.samples.SampleLogs;
import org.affidavit.sessionlog.samples.SampleLogs.Sample;
import org.affidavit.sessionlog.samples.SampleReaders;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The first part of a result of the sample log: three columns, two rows.
class DiscloseCommandTest {
    @TempDir Path scratch;
    private Sample sample;
    private String record;
    private Path reader;
    private Path shown;
    private String key;

    @BeforeEach
    void writeALog() throws Exception {
        sample = SampleLogs.write(scratch);
        try (var log = SessionLogReader.open(sample.folder())) {
            var found = new ArrayList<Long>();
            log.forEach(
                    0,
                    one -> {
                        if (one.event() instanceof ResponseDelivered) {
                            found.add(one.index());
                        }
                        return found.isEmpty();
                    });
            record = found.getFirst().toString();
        }
        reader = Files.writeString(scratch.resolve("auditor.jwk"), SampleReaders.AUDITOR);
        shown = scratch.resolve("shown.json");
        key = scratch.resolve("log.vkey").toString();
    }

    private CommandRun disclose(String... more) {
        var arguments =
                new ArrayList<>(
                        List.of("disclose", "--log", sample.folder().toString(), "--record"));
        arguments.add(record);
        arguments.addAll(List.of("--reader-key", reader.toString()));
        arguments.addAll(List.of(more));
        return CommandRun.of(arguments.toArray(String[]::new));
    }

    private CommandRun write(String... more) {
        var arguments = new ArrayList<>(List.of("--out", shown.toString()));
        arguments.addAll(List.of(more));
        return disclose(arguments.toArray(String[]::new));
    }

    private CommandRun verify() {
        return CommandRun.of("disclose", "verify", shown.toString(), "--key", key);
    }

    @Test
    void namesAreShownAndCardsWithheld() {
        var made = write("--columns", "1");
        assertThat(made.exit()).as(made.err()).isZero();
        assertThat(made.err()).contains("6 units are shown, 4 withheld");
        var run = verify();
        assertThat(run.exit()).as(run.out() + run.err()).isZero();
        assertThat(run.firstLine())
                .isEqualTo(
                        "Proven: what is shown was recorded with record "
                                + record
                                + " of the log "
                                + SampleLogs.ORIGIN
                                + ".");
        assertThat(run.out())
                .contains("Ada Lindqvist", "Tomás Řehoř", "6 shown, 4 withheld")
                .doesNotContain("4242", "[masked");
    }

    @Test
    void oneValueOfOneRowIsShown() {
        assertThat(write("--rows", "2", "--columns", "1,3").exit()).isZero();
        assertThat(verify().out()).contains("Řehoř", "1881").doesNotContain("Ada", "4242");
    }

    @Test
    void unitsAreListedAndShownByNumber() {
        var list = disclose();
        assertThat(list.exit()).as(list.err()).isZero();
        assertThat(list.out().lines()).hasSize(10);
        assertThat(list.out()).contains("shape", "to agent 1.1", "Ada Lindqvist");
        assertThat(write("--units", "3,5-6", "--hide-shape").err())
                .contains("3 units are shown, 7 withheld");
        assertThat(verify().exit()).isZero();
        assertThat(verify().out()).doesNotContain("shape");
    }

    @Test
    void aChangeIsTampering() throws IOException {
        write("--columns", "1");
        String document = Files.readString(shown);
        Files.writeString(shown, "\n", StandardOpenOption.APPEND);
        assertThat(verify().exit()).isEqualTo(7);
        assertThat(verify().firstLine())
                .isEqualTo(
                        "ALTERED: the disclosure cannot be read: something follows the JSON"
                                + " object.");
        Files.writeString(shown, document.replace("\"withheld\":4", "\"withheld\":3"));
        assertThat(verify().firstLine())
                .isEqualTo("ALTERED: it says that 3 units are withheld, and 4 are.");
    }

    @Test
    void aKeyThatWasNotGivenIsUnknown() throws Exception {
        write("--units", "1");
        SampleLogs.write(Files.createDirectory(scratch.resolve("other")));
        key = scratch.resolve("other/log.vkey").toString();
        assertThat(verify().exit()).isEqualTo(9);
        assertThat(verify().firstLine()).startsWith("Unknown key:");
    }

    @Test
    void whatIsNotThereCannotBeChosen() {
        assertThat(write("--units", "10").err()).contains("There is no unit 10");
        assertThat(write("--rows", "3").err()).contains("The record has rows 1 to 2.");
        assertThat(write("--rows", "0").err()).contains("The record has rows 1 to 2.");
        assertThat(write("--columns", "4").err()).contains("Row 1 has columns 1 to 3.");
        assertThat(write("--units", "9-3").err()).contains("lists no numbers");
        assertThat(write("--units", "x").exit()).isEqualTo(2);
        record = "0";
        assertThat(write("--units", "0").err()).contains("Record 0 has no payload");
        record = "100000";
        assertThat(write("--units", "0").err()).contains("There is no record 100000");
        assertThat(shown).doesNotExist();
    }

    @Test
    void whoCannotReadCannotDisclose() throws IOException {
        Files.writeString(reader, SampleReaders.STRANGER);
        var run = write("--units", "1");
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).contains("cannot be disclosed: sealed");
        assertThat(shown).doesNotExist();
    }

    @Test
    void nothingIsOverwrittenAndAFileIsNeeded() {
        write("--units", "1");
        assertThat(write("--units", "1").err()).contains("nothing is overwritten");
        assertThat(disclose("--units", "1").err()).contains("No file is named");
    }

    @Test
    void whatIsNoDisclosureIsSaidSo() throws IOException {
        write("--units", "1");
        assertThat(CommandRun.of("verify", shown.toString()).err())
                .contains("affidavit disclose verify");
        Files.writeString(shown, "hello");
        assertThat(verify().exit()).isEqualTo(1);
        Files.delete(shown);
        assertThat(verify().exit()).isEqualTo(4);
    }
}
