package org.affidavit.evidence.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.affidavit.evidence.report.StepPart.Remark;
import org.affidavit.evidence.report.StepPart.StatementPart;
import org.affidavit.evidence.samples.HandBuilt;
import org.affidavit.sessionlog.consent.DecisionFinding;
import org.junit.jupiter.api.Test;

class ReportWriterTest {
    private final Report report = HandBuilt.report(List.of(HandBuilt.eventful()));

    @Test
    void countsEveryOutcome() {
        assertThat(report.totals()).isEqualTo(new Totals(1, 5, 1, 2, 1, 1, 6, 5));
    }

    @Test
    void addsSessionsUp() {
        var two = HandBuilt.report(List.of(HandBuilt.eventful(), HandBuilt.lengthy(3)));
        assertThat(two.totals().sessions()).isEqualTo(2);
        assertThat(two.totals().commands()).isEqualTo(8);
    }

    @Test
    void namesApproverReasonAndDigest() {
        ApprovalEntry entry = report.registers().approvals().getFirst();
        assertThat(entry.ref()).isEqualTo("1.3");
        assertThat(entry.digest()).isEqualTo(HandBuilt.HASH);
        assertThat(entry.statement().shown()).isEqualTo("DELETE FROM payments WHERE id = 17");
        assertThat(entry.decision())
                .hasValueSatisfying(decision -> {
                    assertThat(decision.word()).isEqualTo("Approved");
                    assertThat(decision.approver()).isEqualTo("Mira Novak");
                    assertThat(decision.reason()).isEqualTo("Duplicate of 4711, ticket 92");
                    assertThat(decision.signature().orElseThrow().found())
                            .isEqualTo(
                                    "checked: made by Mira Novak with device key AB12CD34…"
                                            + " enrolled at record 3");
                });
    }

    @Test
    void saysWhatDoesNotHoldOfADecisionThatIsNotProven() {
        SessionMaterial whole = HandBuilt.eventful();
        var doubtful =
                new SessionMaterial(
                        whole.transcript(),
                        whole.events(),
                        Map.of("req-81", new DecisionFinding.Unproven("another digest was signed")),
                        whole.chain(),
                        whole.attachment());
        ApprovalEntry entry =
                HandBuilt.report(List.of(doubtful)).registers().approvals().getFirst();
        assertThat(entry.decision())
                .hasValueSatisfying(decision -> {
                    assertThat(decision.word()).isEqualTo("Approved, not proven");
                    assertThat(decision.tone()).isEqualTo(Tone.BAD);
                    assertThat(decision.signature().orElseThrow().found())
                            .isEqualTo("checked, and does not hold: another digest was signed");
                });
    }

    @Test
    void saysWhyARequestLapsed() {
        assertThat(report.registers().approvals().getLast().decision())
                .hasValueSatisfying(
                        decision -> assertThat(decision.word()).isEqualTo("Lapsed: expired"));
    }

    @Test
    void takesMaskedColumnsFromTheRecords() {
        assertThat(report.registers().masking())
                .containsExactly(
                        new MaskingEntry(
                                "1.1", HandBuilt.SESSION.value(), "email", "mask-email", 9));
    }

    @Test
    void keepsTheOrderOfWhatHappened() {
        StepPart first = report.sessions().getFirst().steps().getFirst();
        assertThat(first.blocks())
                .extracting(block -> block.getClass().getSimpleName())
                .containsExactly("StatementPart", "Remark", "ResultPart", "Remark");
    }

    @Test
    void printsTheFirstRowsAndCountsAll() {
        ResultPart result =
                (ResultPart) report.sessions().getFirst().steps().getFirst().blocks().get(2);
        assertThat(result.rows()).hasSize(ReportLimits.STANDARD.rowsMax());
        assertThat(result.rowsTotal()).isEqualTo(9);
        assertThat(result.columns().get(2).maskedBy()).isEqualTo("mask-email");
        assertThat(result.rows().getFirst().get(2).kind()).isEqualTo(ResultPart.Value.Kind.MASKED);
    }

    @Test
    void cutsALongStatementAndSaysHowMuchIsLeftOut() {
        String statement = "x".repeat(ReportLimits.STANDARD.statementCharsMax() + 17);
        var long_ = HandBuilt.report(List.of(HandBuilt.asking(statement)));
        var part =
                (StatementPart) long_.sessions().getFirst().steps().getFirst().blocks().getFirst();
        assertThat(part.text().omitted()).isEqualTo(17);
    }

    @Test
    void neverCutsInsideACharacter() {
        assertThat(Excerpt.of("ab🦊c", 3)).isEqualTo(new Excerpt("ab", 3));
    }

    @Test
    void tellsTheRuleThatDenied() {
        StepPart drop = report.sessions().getFirst().steps().get(1);
        assertThat(drop.outcome()).isEqualTo(Outcome.DENIED);
        Remark denied = (Remark) drop.blocks().get(1);
        assertThat(denied.facts()).contains(Fact.code("Rule", "no-ddl (policy.yaml:31)"));
    }

    @Test
    void showsAnUnknownCheckAsNothingBetter() {
        assertThat(report.integrity().checks())
                .anySatisfy(check -> {
                    assertThat(check.answer()).isEqualTo("Unknown");
                    assertThat(check.tone()).isEqualTo(Tone.CAUTION);
                });
    }

    @Test
    void doesNotCallARunningSessionComplete() {
        SessionMaterial ended = HandBuilt.eventful();
        var chain =
                new SessionMaterial.Chain(
                        3, 8, 10, 3, java.util.Optional.empty(), java.util.Optional.empty());
        var running =
                new SessionMaterial(
                        ended.transcript(),
                        ended.events(),
                        ended.decisions(),
                        chain,
                        ended.attachment());
        Report of = HandBuilt.report(List.of(running));
        assertThat(of.integrity().checks().getLast().answer()).isEqualTo("Unknown");
        assertThat(of.limitations())
                .extracting(Report.Limitation::claim)
                .contains("The end of a running session");
    }
}
