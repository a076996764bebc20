package org.affidavit.desktop.packets;

import java.nio.file.Path;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.affidavit.desktop.library.Library;
import org.affidavit.desktop.task.Pace;
import org.affidavit.desktop.task.Tasks;
import org.affidavit.desktop.words.Formats;
import org.affidavit.desktop.words.Words;
import org.affidavit.evidence.Packet;
import org.affidavit.evidence.PacketExporter.Stage;
import org.affidavit.evidence.PacketRequest;
import org.affidavit.sessionlog.event.SessionId;
import org.jspecify.annotations.Nullable;

/// A packet in the making: which sessions, what stands on the cover, and how the export goes.
public final class PacketsViewModel {
    private final Tasks tasks;
    private final Clock clock;
    private final PacketDesk desk;
    private final ObservableList<PacketRow> rows = FXCollections.observableArrayList();
    private final IntegerProperty chosen = new SimpleIntegerProperty();
    private final StringProperty title = new SimpleStringProperty("");
    private final StringProperty organisation = new SimpleStringProperty("");
    private final StringProperty preparedBy = new SimpleStringProperty("");
    private final ReadOnlyObjectWrapper<PacketState> state =
            new ReadOnlyObjectWrapper<>(new PacketState.Drafting());
    private @Nullable Library library;
    private Tasks.@Nullable Job running;

    public PacketsViewModel(Tasks tasks, Clock clock, PacketDesk desk) {
        this.tasks = tasks;
        this.clock = clock;
        this.desk = desk;
    }

    /// Another log is open.
    public void show(Library log) {
        cancel();
        library = log;
        rows.clear();
        state.set(new PacketState.Drafting());
        refresh();
    }

    /// Lists the log's sessions again; what was chosen stays chosen.
    public void refresh() {
        var log = library;
        if (log == null) {
            return;
        }
        var kept = new HashSet<SessionId>();
        rows.stream().filter(row -> row.chosenProperty().get()).forEach(row -> kept.add(row.id()));
        tasks.run(
                _ -> log.sessions(),
                sessions -> {
                    rows.setAll(
                            sessions.stream()
                                    .map(one -> new PacketRow(one, kept.contains(one.id())))
                                    .toList());
                    rows.forEach(row -> row.chosenProperty().subscribe(this::count));
                    count();
                },
                this::fail);
    }

    private void count() {
        chosen.set((int) rows.stream().filter(row -> row.chosenProperty().get()).count());
    }

    public void chooseAll() {
        rows.forEach(row -> row.chosenProperty().set(true));
    }

    public void chooseNone() {
        rows.forEach(row -> row.chosenProperty().set(false));
    }

    /// Why an export cannot start now; empty when it can.
    public String missing() {
        if (state.get() instanceof PacketState.Exporting) {
            return Words.say("packets.missing.busy");
        }
        if (chosen.get() == 0) {
            return Words.say("packets.missing.sessions");
        }
        return title.get().isBlank() ? Words.say("packets.missing.title") : "";
    }

    /// Writes the packet to a file.
    public void export(Path target) {
        var log = library;
        if (log == null || !missing().isEmpty()) {
            return;
        }
        var request = request(log);
        state.set(new PacketState.Exporting(0, 0));
        var pace = new Pace(clock);
        running =
                tasks.run(
                        job ->
                                desk.export(
                                        request,
                                        target,
                                        (stage, done) -> {
                                            if (pace.due()) {
                                                tasks.onScreen(() -> tell(stage, done));
                                            }
                                            return !job.cancelled();
                                        }),
                        this::exported,
                        this::fail);
    }

    private PacketRequest request(Library log) {
        var sessions =
                rows.stream()
                        .filter(row -> row.chosenProperty().get())
                        .map(PacketRow::id)
                        .toList()
                        .reversed();
        return new PacketRequest(
                log.folder(),
                log.trusted(),
                log.readers(),
                sessions,
                title.get().strip(),
                organisation.get().strip(),
                preparedBy.get().strip(),
                clock.instant(),
                Words.say("packets.selection", sessions.size(), rows.size()));
    }

    private void tell(Stage stage, double done) {
        if (state.get() instanceof PacketState.Exporting) {
            state.set(new PacketState.Exporting(List.of(Stage.values()).indexOf(stage), done));
        }
    }

    private void exported(Packet packet) {
        state.set(
                new PacketState.Exported(
                        packet.file(),
                        Words.say(
                                "packets.exported.facts",
                                packet.pages(),
                                Formats.size(packet.bytes())),
                        packet.sha256()));
    }

    /// Stops a running export; it leaves no file.
    public void cancel() {
        if (running != null) {
            running.cancel();
        }
    }

    /// Reads a packet back and says whether everything in it agrees.
    public void check(Path packet) {
        tasks.run(
                _ -> desk.check(packet),
                found ->
                        state.set(
                                new PacketState.Checked(packet, found.intact(), found.findings())),
                this::fail);
    }

    private void fail(Exception problem) {
        state.set(
                problem instanceof CancellationException
                        ? new PacketState.Cancelled()
                        : new PacketState.Failed(Words.problem(problem)));
    }

    /// The names of an export's stages, in order.
    public static List<String> stages() {
        return List.of(Stage.values()).stream()
                .map(stage -> Words.say("packets.stage." + stage.name()))
                .toList();
    }

    /// A file name made of the title.
    public String suggestedName() {
        String name = title.get().strip().toLowerCase(Locale.ROOT);
        String plain = name.replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        return (plain.isEmpty() ? "packet" : plain) + ".pdf";
    }

    public ObservableList<PacketRow> rows() {
        return rows;
    }

    public IntegerProperty chosenProperty() {
        return chosen;
    }

    public StringProperty titleProperty() {
        return title;
    }

    public StringProperty organisationProperty() {
        return organisation;
    }

    public StringProperty preparedByProperty() {
        return preparedBy;
    }

    public ReadOnlyObjectProperty<PacketState> stateProperty() {
        return state.getReadOnlyProperty();
    }
}
