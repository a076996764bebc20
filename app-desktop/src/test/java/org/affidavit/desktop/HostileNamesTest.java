package org.affidavit.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.affidavit.desktop.approvals.ApprovalsViewModel;
import org.affidavit.desktop.gateway.Approval;
import org.affidavit.desktop.integrity.IntegrityState;
import org.affidavit.desktop.integrity.IntegrityViewModel;
import org.affidavit.desktop.integrity.LogCheck;
import org.affidavit.desktop.replay.Detail;
import org.affidavit.desktop.replay.ReplayViewModel;
import org.affidavit.desktop.sessions.SessionsViewModel;
import org.affidavit.desktop.task.InlineTasks;
import org.affidavit.desktop.words.Words;
import org.affidavit.sessionlog.event.Agent;
import org.affidavit.sessionlog.event.CommandFacts;
import org.affidavit.sessionlog.event.Resource;
import org.affidavit.sessionlog.event.SessionEvent.CloseCause;
import org.affidavit.sessionlog.transcript.Frame;
import org.affidavit.sessionlog.transcript.Frame.Cell;
import org.affidavit.sessionlog.transcript.SessionSummary;
import org.affidavit.sessionlog.transcript.Step;
import org.affidavit.sessionlog.transcript.Transcript;
import org.affidavit.sessionlog.verify.Verdict;
import org.junit.jupiter.api.Test;

/// Agents choose names: of themselves, of tables, of columns. None of them can hide or reorder what
/// stands on a screen, or look like a line of the app's own.
class HostileNamesTest {
    private static final String HOSTILE = "x\u202ey\u034f\nDenied";
    private static final String SHOWN = "x\\u{202E}y\\u{34F}\\u{A}Denied";
    private static final Clock CLOCK = Clock.fixed(SampleGateway.NOW, ZoneOffset.UTC);

    @Test
    void standInSessionsAsTheyAre() {
        var model = new SessionsViewModel(new InlineTasks(), CLOCK, (_, _) -> {});
        model.show(new SampleLibrary(List.of(hostile())));

        var row = model.sessions().getFirst();
        assertThat(row.agent()).isEqualTo(SHOWN);
        assertVisible(row.toString());
        assertVisible(model.heading(row));
    }

    @Test
    void standInEveryFrameOfReplayAsTheyAre() {
        var model = new ReplayViewModel(new InlineTasks());
        model.show(new SampleLibrary(List.of(hostile())), Samples.id(2), 0);

        assertVisible(model.stateProperty().get().toString());
        assertVisible(model.steps().toString());
        for (int frame = 0; frame < hostile().frames().size(); frame++) {
            model.seek(frame);
            assertVisible(model.lensProperty().get().toString());
            assertVisible(model.details().toString());
        }
    }

    @Test
    void takeOneLineForEachObject() {
        var model = new ReplayViewModel(new InlineTasks());
        model.show(new SampleLibrary(List.of(hostile())), Samples.id(2), 1);

        assertThat(model.details()).extracting(Detail::value).contains(SHOWN + "\nother");
    }

    @Test
    void standInRequestsAsTheyAre() {
        var model = new ApprovalsViewModel(new InlineTasks(), CLOCK);
        var gateway = new SampleGateway();
        model.connect(gateway, SampleServices.key());
        gateway.add(hostileRequest());
        model.choose(
                model.requests().stream()
                        .filter(row -> row.id().equals("req-evil"))
                        .findFirst()
                        .orElseThrow());

        assertVisible(model.requests().toString());
        var detail = model.detailProperty().get();
        assertThat(detail.title()).startsWith(SHOWN);
        assertVisible(detail.title() + detail.why() + detail.facts() + detail.outcome());
    }

    @Test
    void standInVerdictsAsTheyAre() {
        var report = SampleServices.report(new Verdict.Altered(3, HOSTILE, HOSTILE), List.of());
        var model =
                new IntegrityViewModel(
                        new InlineTasks(), CLOCK, (_, _, _) -> LogCheck.Outcome.of(report));
        model.show(Path.of("log"), List.of());
        model.verify();

        assertVisible(((IntegrityState.Done) model.stateProperty().get()).finding().toString());
    }

    @Test
    void standInProblemsAsTheyAre() {
        assertVisible(Words.problem(new IllegalStateException(HOSTILE)));
    }

    private static void assertVisible(String text) {
        assertThat(text).doesNotContain("\u202e", "\u034f");
    }

    private static Approval hostileRequest() {
        var of = SampleGateway.waiting("req-evil", "DELETE FROM carts", HOSTILE, HOSTILE, 60);
        return new Approval(
                of.consent(),
                of.state(),
                of.digest(),
                of.asked(),
                of.messages(),
                List.of(HOSTILE),
                List.of(HOSTILE),
                HOSTILE,
                HOSTILE,
                HOSTILE,
                List.of(HOSTILE),
                Optional.of(HOSTILE),
                Optional.empty(),
                HOSTILE);
    }

    private static Transcript hostile() {
        var frames = new ArrayList<Frame>();
        Instant at = Samples.START;
        frames.add(new Frame.Statement(2, at, "SELECT 1", List.of(Optional.of(HOSTILE))));
        frames.add(new Frame.Denied(2, at, HOSTILE, HOSTILE, HOSTILE));
        frames.add(new Frame.Held(2, at, HOSTILE, HOSTILE, HOSTILE, HOSTILE, at));
        var by = Samples.agent(HOSTILE, HOSTILE);
        frames.add(new Frame.Decided(2, at, HOSTILE, by, true, HOSTILE));
        var column = new Frame.Column(HOSTILE, HOSTILE, HOSTILE, HOSTILE);
        frames.add(
                new Frame.Grid(
                        2,
                        at,
                        List.of(column, column),
                        0,
                        List.of(
                                List.of(
                                        new Cell.Value(HOSTILE),
                                        new Cell.Masked(HOSTILE, HOSTILE)))));
        frames.add(new Frame.Message(2, at, true, HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE));
        frames.add(new Frame.Completed(2, at, HOSTILE, 1, 1));
        frames.add(new Frame.Raw(2, at, true, HOSTILE, new byte[] {1}));
        frames.add(new Frame.Aborted(3, at, HOSTILE));
        frames.add(new Frame.Closed(3, at, CloseCause.AGENT_LEFT));
        var facts = new CommandFacts("", List.of(HOSTILE), List.of(HOSTILE, "other"));
        var opening =
                new Step(
                        0,
                        at,
                        Duration.ZERO,
                        HOSTILE,
                        Step.Status.OPENED,
                        facts,
                        List.of(new Frame.Opened(1, at, HOSTILE)));
        var step = new Step(1, at, Duration.ZERO, HOSTILE, Step.Status.DENIED, facts, frames);
        return new Transcript(summary(), List.of(opening, step));
    }

    private static SessionSummary summary() {
        return new SessionSummary(
                Samples.id(2),
                new Agent.Named(Samples.agent(HOSTILE, HOSTILE)),
                new Resource(HOSTILE, HOSTILE),
                HOSTILE,
                Samples.START,
                Optional.empty(),
                HOSTILE,
                1,
                3,
                1,
                1,
                0,
                0,
                1,
                1,
                1,
                List.of(HOSTILE));
    }
}
