package org.affidavit.desktop.replay;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.affidavit.desktop.library.Library;
import org.affidavit.desktop.task.Tasks;
import org.affidavit.desktop.words.Formats;
import org.affidavit.desktop.words.HiddenCharacters;
import org.affidavit.desktop.words.Standing;
import org.affidavit.desktop.words.Words;
import org.affidavit.sessionlog.event.SessionId;
import org.affidavit.sessionlog.transcript.Frame;
import org.affidavit.sessionlog.transcript.SessionSummary;
import org.affidavit.sessionlog.transcript.Step;
import org.affidavit.sessionlog.transcript.Transcript;
import org.jspecify.annotations.Nullable;

/// Stands on one frame of one session and shows the session as it was then.
public final class ReplayViewModel {
    private final Tasks tasks;
    private final ReadOnlyObjectWrapper<ReplayState> state =
            new ReadOnlyObjectWrapper<>(new ReplayState.NoSession());
    private final ObservableList<StepRow> steps = FXCollections.observableArrayList();
    private final ObservableList<Detail> details = FXCollections.observableArrayList();
    private final ReadOnlyObjectWrapper<@Nullable Lens> lens = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<Timeline> timeline =
            new ReadOnlyObjectWrapper<>(Timeline.EMPTY);
    private final ReadOnlyIntegerWrapper position = new ReadOnlyIntegerWrapper(-1);
    private final ReadOnlyIntegerWrapper step = new ReadOnlyIntegerWrapper(-1);
    private List<Step> recorded = List.of();
    private List<Frame> frames = List.of();
    private Instant start = Instant.EPOCH;
    private long asked;

    public ReplayViewModel(Tasks tasks) {
        this.tasks = tasks;
    }

    /// Shows a session, standing on one of its frames.
    public void show(Library library, SessionId session, int frame) {
        long number = ++asked;
        state.set(new ReplayState.Loading());
        tasks.run(
                _ -> library.transcript(session),
                transcript -> {
                    if (number == asked) {
                        accept(session, transcript, frame);
                    }
                },
                problem -> {
                    if (number == asked) {
                        fail(Words.problem(problem));
                    }
                });
    }

    private void accept(SessionId session, Optional<Transcript> found, int frame) {
        if (found.isEmpty()) {
            fail(Words.say("replay.missing", session.value()));
            return;
        }
        var transcript = found.get();
        recorded = transcript.steps();
        frames = transcript.frames();
        start = transcript.session().opened();
        steps.setAll(rows(transcript));
        timeline.set(Timeline.of(transcript));
        state.set(
                new ReplayState.Showing(
                        session.value(),
                        Words.say(
                                "replay.title",
                                HiddenCharacters.line(transcript.session().agent().shown()),
                                HiddenCharacters.line(transcript.session().resource().name())),
                        facts(transcript.session())));
        position.set(-1);
        seek(frame);
    }

    private void fail(String message) {
        recorded = List.of();
        frames = List.of();
        steps.clear();
        details.clear();
        lens.set(null);
        timeline.set(Timeline.EMPTY);
        position.set(-1);
        step.set(-1);
        state.set(new ReplayState.Failed(message));
    }

    private static List<StepRow> rows(Transcript transcript) {
        var rows = new ArrayList<StepRow>();
        int first = 0;
        for (var one : transcript.steps()) {
            var offset = Duration.between(transcript.session().opened(), one.at());
            rows.add(StepRow.of(one, offset, first));
            first += one.frames().size();
        }
        return rows;
    }

    private static String facts(SessionSummary session) {
        String length =
                session.ended()
                        .map(end -> Formats.span(Duration.between(session.opened(), end)))
                        .orElse(Standing.RUNNING.word());
        return Words.say(
                "replay.facts",
                Formats.day(session.opened()),
                length,
                HiddenCharacters.line(session.client()));
    }

    /// Moves to a frame; past either end it stays at that end.
    public void seek(int frame) {
        if (frames.isEmpty()) {
            return;
        }
        int at = Math.clamp(frame, 0, frames.size() - 1);
        int index = stepOf(at);
        var row = steps.get(index);
        lens.set(LensFolder.fold(recorded.get(index), at - row.firstFrame() + 1));
        details.setAll(Detail.of(frames.get(at), recorded.get(index), start));
        step.set(index);
        position.set(at);
    }

    private int stepOf(int frame) {
        int index = 0;
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i).firstFrame() <= frame && steps.get(i).frames() > 0) {
                index = i;
            }
        }
        return index;
    }

    public void first() {
        seek(0);
    }

    public void previous() {
        seek(position.get() - 1);
    }

    public void next() {
        seek(position.get() + 1);
    }

    public void last() {
        seek(frames.size() - 1);
    }

    /// Moves to the end of a step, where all of it is seen.
    public void seekStep(StepRow row) {
        seek(row.firstFrame() + Math.max(0, row.frames() - 1));
    }

    /// Moves to the nearest frame at a place on the strip, 0 to 1.
    public void seekPlace(double place) {
        seek(timeline.get().frameAt(place));
    }

    public void nextDenied() {
        marked(Standing.DENIED).filter(at -> at > position.get()).min().ifPresent(this::seek);
    }

    public void previousDenied() {
        marked(Standing.DENIED).filter(at -> at < position.get()).max().ifPresent(this::seek);
    }

    private IntStream marked(Standing standing) {
        return timeline.get().marks().stream()
                .filter(mark -> mark.standing() == standing)
                .mapToInt(Timeline.Mark::frame);
    }

    /// Where replay stands: time since the start, and which frame of how many.
    public String clock() {
        int at = position.get();
        if (at < 0) {
            return "";
        }
        var first = frames.getFirst().at();
        return Words.say(
                "replay.clock",
                Formats.offset(Duration.between(first, frames.get(at).at())),
                Formats.offset(Duration.between(first, frames.getLast().at())),
                at + 1,
                frames.size());
    }

    public ReadOnlyObjectProperty<ReplayState> stateProperty() {
        return state.getReadOnlyProperty();
    }

    public ObservableList<StepRow> steps() {
        return steps;
    }

    public ObservableList<Detail> details() {
        return details;
    }

    public ReadOnlyObjectProperty<@Nullable Lens> lensProperty() {
        return lens.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<Timeline> timelineProperty() {
        return timeline.getReadOnlyProperty();
    }

    /// Number of the frame replay stands on; -1 when there is none.
    public ReadOnlyIntegerProperty positionProperty() {
        return position.getReadOnlyProperty();
    }

    /// Place in [#steps] of the current step; -1 when there is none.
    public ReadOnlyIntegerProperty stepProperty() {
        return step.getReadOnlyProperty();
    }
}
