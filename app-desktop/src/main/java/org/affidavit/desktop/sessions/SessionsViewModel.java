package org.affidavit.desktop.sessions;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.affidavit.desktop.library.Library;
import org.affidavit.desktop.task.Tasks;
import org.affidavit.desktop.words.Formats;
import org.affidavit.desktop.words.Standing;
import org.affidavit.desktop.words.Words;
import org.affidavit.index.QueryProblem;
import org.affidavit.index.SearchResult;
import org.affidavit.sessionlog.event.SessionId;
import org.affidavit.sessionlog.transcript.SessionSummary;
import org.affidavit.sessionlog.transcript.Transcript;
import org.jspecify.annotations.Nullable;

/// Finds sessions in the open log and the moments in the chosen one.
public final class SessionsViewModel {
    private static final int SESSIONS_MAX = 1000;

    private final Tasks tasks;
    private final Clock clock;
    private final BiConsumer<SessionId, Integer> open;
    private final StringProperty query = new SimpleStringProperty("");
    private final ReadOnlyObjectWrapper<SearchState> state =
            new ReadOnlyObjectWrapper<>(new SearchState.NoLog());
    private final ObservableList<SessionRow> sessions = FXCollections.observableArrayList();
    private final SimpleObjectProperty<@Nullable SessionRow> chosen = new SimpleObjectProperty<>();
    private final ObservableList<MomentRow> moments = FXCollections.observableArrayList();
    private final Map<SessionId, List<MomentRow>> found = new HashMap<>();
    private @Nullable Library library;
    private long asked;

    /// @param open shows a session at one of its frames
    public SessionsViewModel(Tasks tasks, Clock clock, BiConsumer<SessionId, Integer> open) {
        this.tasks = tasks;
        this.clock = clock;
        this.open = open;
        query.subscribe((_, _) -> refresh());
        chosen.subscribe((_, now) -> showMoments(now));
    }

    /// Shows another log.
    public void show(Library log) {
        library = log;
        sessions.clear();
        refresh();
    }

    /// Asks again: the query changed, or the log grew. Only the newest question is answered.
    public void refresh() {
        var log = library;
        if (log == null) {
            return;
        }
        long number = ++asked;
        String text = query.get().strip();
        Instant started = clock.instant();
        tasks.run(
                _ -> find(log, text),
                answer -> {
                    if (number == asked) {
                        accept(answer, Duration.between(started, clock.instant()));
                    }
                },
                problem -> {
                    if (number == asked) {
                        refuse(problem);
                    }
                });
    }

    /// An answer: all sessions, what is missing from them, and what matched where if there was a
    /// question.
    private record Answer(List<SessionSummary> all, Gaps gaps, @Nullable SearchResult result) {}

    private static Answer find(Library log, String text) throws IOException, QueryProblem {
        var all = log.sessions();
        var gaps = new Gaps(log.ending(), log.unreadable());
        return new Answer(all, gaps, text.isEmpty() ? null : log.search(text, SESSIONS_MAX));
    }

    private void accept(Answer answer, Duration took) {
        found.clear();
        var result = answer.result();
        if (result != null) {
            var byId = new HashMap<SessionId, SessionSummary>();
            answer.all().forEach(session -> byId.put(session.id(), session));
            var rows = new ArrayList<SessionRow>();
            for (var hit : result.sessions()) {
                var session = byId.get(hit.session());
                if (session != null) {
                    rows.add(SessionRow.of(session, answer.gaps(), hit.frames()));
                }
                found.put(
                        hit.session(),
                        hit.moments().stream()
                                .map(moment -> MomentRow.found(hit.session(), moment))
                                .toList());
            }
            replace(rows);
            state.set(SearchState.Found.of(result, answer.gaps(), took));
        } else {
            replace(
                    answer.all().stream()
                            .map(session -> SessionRow.of(session, answer.gaps(), -1))
                            .toList());
            state.set(new SearchState.All(answer.all().size(), answer.gaps().words()));
        }
    }

    /// Keeps the chosen session chosen when it is still in the list.
    private void replace(List<SessionRow> rows) {
        var before = chosen.get();
        sessions.setAll(rows);
        chosen.set(
                rows.stream()
                        .filter(row -> before != null && row.id().equals(before.id()))
                        .findFirst()
                        .orElse(rows.isEmpty() ? null : rows.getFirst()));
        showMoments(chosen.get());
    }

    /// The previous rows stay: a half-typed query must not empty the screen.
    private void refuse(Exception problem) {
        state.set(
                problem instanceof QueryProblem unread
                        ? new SearchState.Unread(unread.position(), Words.problem(unread))
                        : new SearchState.Failed(Words.problem(problem)));
    }

    private void showMoments(@Nullable SessionRow row) {
        if (row == null || row.standing() == Standing.UNREADABLE) {
            moments.clear();
            return;
        }
        var hits = found.get(row.id());
        if (hits != null) {
            moments.setAll(hits);
        } else if (library != null) {
            outline(library, row.id());
        }
    }

    private void outline(Library log, SessionId id) {
        tasks.run(
                _ -> log.transcript(id),
                transcript -> {
                    var now = chosen.get();
                    if (now != null && now.id().equals(id)) {
                        moments.setAll(transcript.map(SessionsViewModel::steps).orElse(List.of()));
                    }
                },
                problem -> state.set(new SearchState.Failed(Words.problem(problem))));
    }

    private static List<MomentRow> steps(Transcript transcript) {
        var rows = new ArrayList<MomentRow>();
        int frame = 0;
        for (var step : transcript.steps()) {
            rows.add(MomentRow.step(transcript.session().id(), step, frame));
            frame += step.frames().size();
        }
        return rows;
    }

    /// Opens a session at its beginning, or at the first moment found in it.
    public void open(SessionRow row) {
        var hits = found.getOrDefault(row.id(), List.of());
        open.accept(row.id(), hits.isEmpty() ? 0 : hits.getFirst().frame());
    }

    /// Opens a session at one moment.
    public void open(MomentRow moment) {
        open.accept(moment.session(), moment.frame());
    }

    /// Narrows the query by one more condition.
    public void narrow(String condition) {
        query.set((query.get().strip() + " " + condition).strip());
    }

    /// Asks for everything again.
    public void clear() {
        query.set("");
    }

    /// A line about the chosen session, over its moments.
    public String heading(SessionRow row) {
        if (row.standing() == Standing.UNREADABLE) {
            return Words.say("sessions.unreadable.one", row.agent());
        }
        return row.hits() < 0
                ? Words.say("sessions.outline", row.agent(), row.resource(), row.startedText())
                : Words.say("sessions.moments", Formats.count(row.hits()), row.agent());
    }

    public StringProperty queryProperty() {
        return query;
    }

    public ReadOnlyObjectProperty<SearchState> stateProperty() {
        return state.getReadOnlyProperty();
    }

    public ObservableList<SessionRow> sessions() {
        return sessions;
    }

    public SimpleObjectProperty<@Nullable SessionRow> chosenProperty() {
        return chosen;
    }

    public ObservableList<MomentRow> moments() {
        return moments;
    }
}
