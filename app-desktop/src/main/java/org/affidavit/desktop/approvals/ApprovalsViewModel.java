package org.affidavit.desktop.approvals;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.affidavit.desktop.gateway.Approval;
import org.affidavit.desktop.gateway.Gateway;
import org.affidavit.desktop.task.Tasks;
import org.affidavit.desktop.words.Standing;
import org.affidavit.desktop.words.Words;
import org.affidavit.sessionlog.consent.ConsentDecision;
import org.affidavit.sessionlog.consent.DeviceKey;
import org.affidavit.sessionlog.event.Principal;
import org.jspecify.annotations.Nullable;

/// The inbox of held commands, and the decision being written.
///
/// The gateway decides who may decide; what this says about it only spares a useless try.
public final class ApprovalsViewModel {
    private final Tasks tasks;
    private final Clock clock;
    private final Map<String, Approval> known = new LinkedHashMap<>();
    private final Set<String> swapped = new HashSet<>();
    private final ReadOnlyObjectWrapper<LinkState> link =
            new ReadOnlyObjectWrapper<>(new LinkState.None());
    private final ObservableList<RequestRow> requests = FXCollections.observableArrayList();
    private final ReadOnlyObjectWrapper<@Nullable RequestDetail> detail =
            new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<Draft> draft = new ReadOnlyObjectWrapper<>(Draft.NONE);
    private final StringProperty reason = new SimpleStringProperty("");
    private final IntegerProperty waiting = new SimpleIntegerProperty();
    private @Nullable Gateway gateway;
    private @Nullable DeviceKey key;
    private @Nullable Principal me;
    private @Nullable String chosen;

    public ApprovalsViewModel(Tasks tasks, Clock clock) {
        this.tasks = tasks;
        this.clock = clock;
        tasks.every(Duration.ofSeconds(1), this::refresh);
    }

    /// Connects: asks who the user is, enrols their key, and follows changes from then on.
    public void connect(Gateway to, DeviceKey signing) {
        gateway = to;
        key = signing;
        link.set(new LinkState.Connecting(to.name()));
        to.follow(
                new Gateway.Listener() {
                    @Override
                    public void changed(Approval approval) {
                        tasks.onScreen(() -> take(approval));
                    }

                    @Override
                    public void connected() {
                        tasks.onScreen(() -> meet(to, signing));
                    }

                    @Override
                    public void lost(String why, long retrySeconds) {
                        tasks.onScreen(() -> {
                            link.set(new LinkState.Lost(to.name(), why, retrySeconds));
                            refresh();
                        });
                    }
                });
    }

    private record Met(Principal me, List<Approval> approvals) {}

    private void meet(Gateway to, DeviceKey signing) {
        tasks.run(
                _ -> {
                    var who = to.whoami();
                    to.enrol(signing, clock.instant());
                    return new Met(who, to.approvals());
                },
                met -> {
                    me = met.me();
                    link.set(new LinkState.Live(to.name(), met.me().name()));
                    met.approvals().forEach(this::keep);
                    refresh();
                },
                problem -> {
                    link.set(new LinkState.Lost(to.name(), Words.problem(problem), 0));
                    refresh();
                });
    }

    private void take(Approval approval) {
        keep(approval);
        refresh();
    }

    /// A decided request never goes back to waiting, in whatever order news arrives. What a request
    /// asks never changes: one that comes again with another content stays as it was first read,
    /// and nobody can decide on it.
    private void keep(Approval approval) {
        Approval old = known.get(approval.id());
        if (old != null && !old.consent().equals(approval.consent())) {
            swapped.add(approval.id());
            return;
        }
        boolean late =
                old != null
                        && old.state() != Approval.State.WAITING
                        && approval.state() == Approval.State.WAITING;
        if (!late) {
            known.put(approval.id(), approval);
        }
    }

    /// Brings countdowns and what follows from them up to date.
    private void refresh() {
        Instant now = clock.instant();
        var rows =
                known.values().stream()
                        .sorted(order(now))
                        .map(approval -> RequestRow.of(approval, now))
                        .toList();
        if (!rows.equals(requests)) {
            requests.setAll(rows);
        }
        waiting.set((int) rows.stream().filter(ApprovalsViewModel::waits).count());
        if (chosen == null && !rows.isEmpty()) {
            chosen = rows.getFirst().id();
        }
        showChosen(now);
    }

    private static boolean waits(RequestRow row) {
        return row.standing() == Standing.WAITING;
    }

    /// Waiting first, the soonest to lapse on top; then the decided, newest on top.
    private static Comparator<Approval> order(Instant now) {
        Comparator<Approval> waitingFirst =
                Comparator.comparingInt(
                        one -> RequestRow.standing(one, now) == Standing.WAITING ? 0 : 1);
        return waitingFirst.thenComparing((a, b) ->
                RequestRow.standing(a, now) == Standing.WAITING
                        ? a.consent().expires().compareTo(b.consent().expires())
                        : b.asked().compareTo(a.asked()));
    }

    private void showChosen(Instant now) {
        var approval = chosen == null ? null : known.get(chosen);
        var shown = approval == null ? null : RequestDetail.of(approval, now, obstacle(approval));
        if (shown == null || !shown.equals(detail.get())) {
            detail.set(shown);
        }
    }

    /// Shows another request; a decision being written is dropped, it belonged to the old one.
    public void choose(RequestRow row) {
        if (!row.id().equals(chosen)) {
            chosen = row.id();
            abandon();
            showChosen(clock.instant());
        }
    }

    private String obstacle(Approval approval) {
        return swapped.contains(approval.id())
                ? Words.say("approvals.obstacle.swapped")
                : Obstacles.to(approval, me, link.get(), clock.instant());
    }

    /// Begins a decision; nothing is sent before a reason is given and [#send] is called.
    public void begin(boolean approve) {
        var shown = detail.get();
        if (shown != null && shown.obstacle().isEmpty()) {
            draft.set(new Draft(approve, false, ""));
        }
    }

    /// Drops the decision being written.
    public void abandon() {
        reason.set("");
        draft.set(Draft.NONE);
    }

    /// Signs the decision with the user's own key and hands it in.
    public void send() {
        var approval = chosen == null ? null : known.get(chosen);
        var approve = draft.get().approve();
        var to = gateway;
        var signing = key;
        if (approval == null || approve == null || to == null || signing == null) {
            return;
        }
        if (reason.get().isBlank()) {
            draft.set(new Draft(approve, false, Words.say("approvals.reason.missing")));
            return;
        }
        String obstacle = obstacle(approval);
        if (!obstacle.isEmpty()) {
            draft.set(new Draft(approve, false, obstacle));
            return;
        }
        var decision =
                new ConsentDecision(
                        approval.id(),
                        approval.consent().digest(),
                        approve,
                        reason.get().strip(),
                        clock.instant());
        draft.set(new Draft(approve, true, ""));
        tasks.run(
                _ -> to.decide(approval.id(), signing.sign(decision)),
                decided -> {
                    abandon();
                    take(decided);
                },
                problem -> draft.set(new Draft(approve, false, Words.problem(problem))));
    }

    public ReadOnlyObjectProperty<LinkState> linkProperty() {
        return link.getReadOnlyProperty();
    }

    public ObservableList<RequestRow> requests() {
        return requests;
    }

    public ReadOnlyObjectProperty<@Nullable RequestDetail> detailProperty() {
        return detail.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<Draft> draftProperty() {
        return draft.getReadOnlyProperty();
    }

    public StringProperty reasonProperty() {
        return reason;
    }

    /// How many requests wait.
    public IntegerProperty waitingProperty() {
        return waiting;
    }
}
