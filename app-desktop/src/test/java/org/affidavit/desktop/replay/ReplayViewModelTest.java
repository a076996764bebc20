package org.affidavit.desktop.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.affidavit.desktop.SampleLibrary;
import org.affidavit.desktop.Samples;
import org.affidavit.desktop.replay.Lens.Look;
import org.affidavit.desktop.task.InlineTasks;
import org.affidavit.desktop.words.Standing;
import org.affidavit.sessionlog.event.CommandFacts;
import org.affidavit.sessionlog.transcript.Frame;
import org.affidavit.sessionlog.transcript.Step;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReplayViewModelTest {
    private final ReplayViewModel model = new ReplayViewModel(new InlineTasks());

    @BeforeEach
    void openSession() {
        model.show(new SampleLibrary(Samples.all()), Samples.id(1), 0);
    }

    @Test
    void stepsForwardAndBackByFrame() {
        model.next();
        model.next();
        model.previous();

        assertThat(model.positionProperty().get()).isEqualTo(1);
    }

    @Test
    void staysAtEitherEnd() {
        model.previous();
        assertThat(model.positionProperty().get()).isZero();

        model.last();
        model.next();
        assertThat(model.positionProperty().get()).isEqualTo(29);
    }

    @Test
    void showsOnlyTheRowsDeliveredSoFar() {
        model.seek(3);
        assertThat(rows()).isEqualTo(10);

        model.next();
        assertThat(rows()).isEqualTo(17);

        model.previous();
        assertThat(rows()).isEqualTo(10);
    }

    @Test
    void showsAHeldCommandAsHeldUntilItWasDecided() {
        model.seek(10);
        assertThat(lens().standing()).isEqualTo(Standing.HELD);

        model.next();
        assertThat(lens().standing()).isEqualTo(Standing.APPROVED);
        assertThat(lens().notes().getLast().text()).contains("dana.ortiz");
    }

    @Test
    void tellsNullEmptyAndMaskedApart() {
        model.seek(3);

        var looks =
                lens().grid().orElseThrow().rows().stream()
                        .flatMap(List::stream)
                        .map(Lens.Cell::look)
                        .distinct();
        assertThat(looks).containsExactlyInAnyOrder(Look.VALUE, Look.NULL, Look.EMPTY, Look.MASKED);
    }

    @Test
    void jumpsToTheNextDeniedAndBack() {
        model.nextDenied();
        int first = model.positionProperty().get();
        model.nextDenied();
        model.previousDenied();

        assertThat(first).isEqualTo(7);
        assertThat(model.positionProperty().get()).isEqualTo(first);
    }

    @Test
    void namesRuleAndPlaceInTheDetails() {
        model.seek(7);

        assertThat(model.details())
                .extracting(Detail::value)
                .contains("no-ddl-in-production", "policy.yaml:8", "16");
    }

    @Test
    void cutsIdleTimeAndSaysHowMuch() {
        assertThat(model.timelineProperty().get().saved().toMinutes()).isEqualTo(6);
        assertThat(model.timelineProperty().get().breaks()).isNotEmpty();
    }

    @Test
    void seeksToTheNearestFrameOfAPlace() {
        model.seekPlace(1);
        assertThat(model.positionProperty().get()).isEqualTo(29);

        model.seekPlace(0);
        assertThat(model.positionProperty().get()).isZero();
    }

    @Test
    void saysNothingOfASizeThatIsNotKnown() {
        var at = Samples.START;
        var completed = new Frame.Completed(2, at, "SELECT 2", 2, -1);
        var step =
                new Step(
                        1,
                        at,
                        Duration.ZERO,
                        "SELECT",
                        Step.Status.COMPLETED,
                        new CommandFacts("", List.of(), List.of()),
                        List.of(completed));

        assertThat(LensFolder.fold(step, 1).completion()).isEqualTo("SELECT 2  \u00b7  2 rows");
        assertThat(Detail.of(completed, step, at))
                .extracting(Detail::value)
                .noneMatch(value -> value.endsWith(" B"));
    }

    @Test
    void saysWhenTheLogHoldsNoSuchSession() {
        model.show(new SampleLibrary(List.of()), Samples.id(9), 0);

        assertThat(model.stateProperty().get()).isInstanceOf(ReplayState.Failed.class);
        assertThat(model.positionProperty().get()).isEqualTo(-1);
    }

    private Lens lens() {
        return model.lensProperty().get();
    }

    private int rows() {
        return lens().grid().orElseThrow().rows().size();
    }
}
