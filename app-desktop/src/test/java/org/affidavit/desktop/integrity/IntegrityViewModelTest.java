package org.affidavit.desktop.integrity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.affidavit.desktop.SampleServices;
import org.affidavit.desktop.task.InlineTasks;
import org.affidavit.desktop.words.Standing;
import org.affidavit.sessionlog.verify.CheckResult;
import org.affidavit.sessionlog.verify.CheckResult.Check;
import org.affidavit.sessionlog.verify.CheckResult.Status;
import org.affidavit.sessionlog.verify.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IntegrityViewModelTest {
    @Test
    void countsALogAsUncheckedUntilItWasVerified() {
        var model = model((_, _, _) -> LogCheck.Outcome.of(SampleServices.intact()));

        assertThat(model.stateProperty().get()).isInstanceOf(IntegrityState.Unchecked.class);
    }

    @Test
    void saysInOneSentenceThatALogIsIntact() {
        var finding = verify(new Verdict.Intact());

        assertThat(finding.standing()).isEqualTo(Standing.HOLDS);
        assertThat(finding.sentence()).contains("complete and unaltered");
    }

    @Test
    void namesTheFirstBadRecordAndWhatStillHolds() {
        var finding =
                verify(new Verdict.Altered(77, "its hash is another.", "Records 0 to 76 hold."));

        assertThat(finding.standing()).isEqualTo(Standing.BROKEN);
        assertThat(finding.sentence()).contains("77", "its hash is another");
        assertThat(finding.remark()).contains("Records 0 to 76 hold.");
    }

    @Test
    void saysThatATornEndProvesNothing() {
        var finding = verify(new Verdict.Torn(3, 118));

        assertThat(finding.standing()).isEqualTo(Standing.UNKNOWN);
        assertThat(finding.remark()).contains("118").contains("prove nothing");
    }

    @Test
    void neverShowsAnUntrustedKeyAsGood() {
        var finding = verify(new Verdict.UnknownKey("5a41c8c1"));

        assertThat(finding.standing()).isEqualTo(Standing.UNCHECKED);
        assertThat(finding.sentence()).contains("Nothing is proven", "5a41c8c1");
    }

    @Test
    void showsACheckThatCouldNotBeMadeAsUnchecked() {
        var report =
                SampleServices.report(
                        new Verdict.UnknownKey("x"),
                        List.of(new CheckResult(Check.SIGNATURES, Status.UNKNOWN, "No key.")));

        assertThat(Finding.of(LogCheck.Outcome.of(report), "log").checks())
                .extracting(Finding.Check::standing)
                .containsExactly(Standing.UNCHECKED);
    }

    @Test
    void hasWordsForEveryCheck() {
        var checks =
                List.of(Check.values()).stream()
                        .map(check -> new CheckResult(check, Status.HOLDS, "d"))
                        .toList();

        assertThat(
                        Finding.of(
                                        LogCheck.Outcome.of(
                                                SampleServices.report(
                                                        new Verdict.Intact(), checks)),
                                        "log")
                                .checks())
                .hasSize(Check.values().length)
                .allSatisfy(check -> assertThat(check.title()).isNotBlank());
    }

    @Test
    void saysTheSameCheckAsALineToPaste(@TempDir Path folder) throws IOException {
        Path log = Files.createDirectories(folder.resolve("Mira's logs").resolve("log"));
        var model = model((_, _, _) -> LogCheck.Outcome.of(SampleServices.intact()));
        model.show(log, List.of());
        assertThat(model.ownCheck()).endsWith("Mira'\\''s logs/log' --key FILE");
        Files.writeString(log.resolveSibling("log.vkey"), "key");
        assertThat(model.ownCheck()).endsWith("Mira'\\''s logs/log.vkey'");
    }

    @Test
    void provesNothingWhenCancelled() {
        var model =
                model((_, _, _) -> {
                    throw new CancellationException();
                });
        model.verify();

        assertThat(model.stateProperty().get()).isInstanceOf(IntegrityState.Cancelled.class);
    }

    @Test
    void saysWhyALogCannotBeRead() {
        var model =
                model((_, _, _) -> {
                    throw new IOException("The disk is gone. Mount it again.");
                });
        model.verify();

        assertThat(model.stateProperty().get())
                .isEqualTo(new IntegrityState.Failed("The disk is gone. Mount it again."));
    }

    private static Finding verify(Verdict verdict) {
        var model =
                model((_, _, _) -> LogCheck.Outcome.of(SampleServices.report(verdict, List.of())));
        model.verify();
        return ((IntegrityState.Done) model.stateProperty().get()).finding();
    }

    private static IntegrityViewModel model(LogCheck check) {
        var model = new IntegrityViewModel(new InlineTasks(), Clock.systemUTC(), check);
        model.show(Path.of("log"), List.of());
        return model;
    }
}
