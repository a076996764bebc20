package org.affidavit.desktop.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.affidavit.desktop.SampleLibrary;
import org.affidavit.desktop.Samples;
import org.affidavit.desktop.task.InlineTasks;
import org.affidavit.desktop.words.Standing;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SessionsViewModelTest {
    private final List<String> opened = new ArrayList<>();
    private final SessionsViewModel model =
            new SessionsViewModel(
                    new InlineTasks(),
                    Clock.fixed(Samples.START, ZoneOffset.UTC),
                    (session, frame) -> opened.add(session + " " + frame));

    @BeforeEach
    void openLog() {
        model.show(new SampleLibrary(Samples.all()));
    }

    @Test
    void listsEverySessionWhenNothingIsAsked() {
        assertThat(model.sessions()).hasSize(10);
        assertThat(model.stateProperty().get()).isEqualTo(new SearchState.All(10, ""));
    }

    @Test
    void outlinesTheStepsOfTheChosenSession() {
        model.chosenProperty().set(model.sessions().get(1));

        assertThat(model.moments())
                .extracting(MomentRow::standing)
                .contains(Standing.DENIED, Standing.APPROVED, Standing.LAPSED);
        assertThat(model.moments()).extracting(MomentRow::frame).startsWith(0, 1, 6, 9);
    }

    @Test
    void findsMomentsAndMarksTheMatch() {
        model.queryProperty().set("void");

        assertThat(model.sessions())
                .singleElement()
                .extracting(SessionRow::agent)
                .isEqualTo("billing-bot");
        assertThat(model.moments().getFirst().pieces()).contains(new MomentRow.Piece("void", true));
    }

    @Test
    void opensTheMomentThatWasFound() {
        model.queryProperty().set("drop table");
        model.open(model.moments().getFirst());

        assertThat(opened).containsExactly(Samples.id(1) + " 6");
    }

    @Test
    void opensASessionAtItsFirstFoundMoment() {
        model.queryProperty().set("drop table");
        model.open(model.sessions().getFirst());

        assertThat(opened).containsExactly(Samples.id(1) + " 6");
    }

    @Test
    void keepsTheRowsAndPointsAtTheMistakeOfAnUnreadableQuery() {
        model.queryProperty().set("void");
        model.queryProperty().set("agent:b ~");

        assertThat(model.stateProperty().get())
                .isInstanceOfSatisfying(
                        SearchState.Unread.class,
                        unread -> assertThat(unread.position()).isEqualTo(8));
        assertThat(model.sessions()).isNotEmpty();
    }

    @Test
    void saysWhenNothingMatches() {
        model.queryProperty().set("zebra");

        assertThat(model.sessions()).isEmpty();
        assertThat(model.stateProperty().get())
                .isInstanceOfSatisfying(
                        SearchState.Found.class, found -> assertThat(found.sessions()).isZero());
    }

    @Test
    void keepsTheChosenSessionWhileItIsStillInTheList() {
        model.chosenProperty().set(model.sessions().get(1));
        model.refresh();

        assertThat(model.chosenProperty().get()).isEqualTo(model.sessions().get(1));
    }
}
