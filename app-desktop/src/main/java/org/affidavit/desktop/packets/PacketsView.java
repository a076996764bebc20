package org.affidavit.desktop.packets;

import java.util.ArrayList;
import java.util.List;
import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.control.cell.CheckBoxTableCell;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.affidavit.desktop.look.Chip;
import org.affidavit.desktop.look.Columns;
import org.affidavit.desktop.look.EmptyState;
import org.affidavit.desktop.look.Fxml;
import org.affidavit.desktop.look.Lines;
import org.affidavit.desktop.look.Prompts;
import org.affidavit.desktop.words.HiddenCharacters;
import org.affidavit.desktop.words.Standing;
import org.affidavit.desktop.words.Words;
import org.kordamp.ikonli.material2.Material2OutlinedMZ;

/// The packets screen: sessions to choose on the left, cover and export on the right.
@SuppressWarnings("NullAway.Init") // The fields are filled when the layout is loaded.
public final class PacketsView {
    @FXML StackPane root;
    @FXML VBox content;
    @FXML Button check;
    @FXML Label count;
    @FXML Button all;
    @FXML Button none;
    @FXML TableView<PacketRow> table;
    @FXML TextField title;
    @FXML TextField organisation;
    @FXML TextField preparedBy;
    @FXML VBox stages;
    @FXML VBox result;
    @FXML Label missing;
    @FXML Button cancel;
    @FXML Button export;

    private final PacketsViewModel model;
    private final Prompts prompts;
    private final List<StageLine> lines = new ArrayList<>();

    public PacketsView(PacketsViewModel model, Prompts prompts) {
        this.model = model;
        this.prompts = prompts;
    }

    public Parent load() {
        return Fxml.load(this);
    }

    @FXML
    void initialize() {
        addColumns();
        table.setItems(model.rows());
        table.setFixedCellSize(36);
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_ALL_COLUMNS);
        table.setPlaceholder(nothing());
        all.setOnAction(_ -> model.chooseAll());
        none.setOnAction(_ -> model.chooseNone());
        title.textProperty().bindBidirectional(model.titleProperty());
        organisation.textProperty().bindBidirectional(model.organisationProperty());
        preparedBy.textProperty().bindBidirectional(model.preparedByProperty());
        for (var name : PacketsViewModel.stages()) {
            var line = new StageLine(name);
            lines.add(line);
            stages.getChildren().add(line);
        }
        check.setOnAction(
                _ -> prompts.file(Words.say("packets.check.title")).ifPresent(model::check));
        export.setOnAction(_ ->
                prompts.save(Words.say("packets.save.title"), model.suggestedName())
                        .ifPresent(model::export));
        cancel.setOnAction(_ -> model.cancel());
        model.chosenProperty().subscribe(_ -> showMissing());
        model.titleProperty().subscribe(_ -> showMissing());
        model.stateProperty().subscribe(this::show);
    }

    private void addColumns() {
        var tick = new TableColumn<PacketRow, Boolean>();
        tick.setPrefWidth(40);
        tick.setMinWidth(40);
        tick.setMaxWidth(40);
        tick.setSortable(false);
        tick.setCellValueFactory(row -> row.getValue().chosenProperty());
        tick.setCellFactory(CheckBoxTableCell.forTableColumn(tick));
        tick.setEditable(true);
        table.getColumns().add(tick);
        table.getColumns().add(Columns.text("sessions.column.started", 130, PacketRow::started));
        table.getColumns().add(Columns.text("sessions.column.agent", 130, PacketRow::agent));
        table.getColumns().add(Columns.text("sessions.column.resource", 110, PacketRow::resource));
        table.getColumns().add(Columns.count("sessions.column.steps", 76, PacketRow::steps, null));
        table.getColumns()
                .add(
                        Columns.count(
                                "sessions.column.denied", 84, PacketRow::denied, Standing.DENIED));
        table.getColumns()
                .add(Columns.count("sessions.column.held", 78, PacketRow::held, Standing.HELD));
    }

    private static EmptyState nothing() {
        return new EmptyState(
                Material2OutlinedMZ.PICTURE_AS_PDF,
                Words.say("packets.nothing.what"),
                Words.say("packets.nothing.why"),
                "",
                null);
    }

    private void showMissing() {
        String why = model.missing();
        missing.setText(why);
        export.setDisable(!why.isEmpty());
        count.setText(
                Words.say("packets.count", model.chosenProperty().get(), model.rows().size()));
    }

    private void show(PacketState state) {
        boolean exporting = state instanceof PacketState.Exporting;
        cancel.setVisible(exporting);
        result.getChildren().clear();
        switch (state) {
            case PacketState.Drafting() -> lines.forEach(line -> line.show(-1));
            case PacketState.Exporting running -> {
                for (int i = 0; i < lines.size(); i++) {
                    lines.get(i)
                            .show(
                                    i < running.stage()
                                            ? 1
                                            : i > running.stage() ? -1 : running.done());
                }
            }
            case PacketState.Exported exported -> {
                lines.forEach(line -> line.show(1));
                say(Standing.HOLDS, Words.say("packets.exported"), exported.facts());
                result.getChildren()
                        .addAll(
                                Lines.pair(Words.say("packets.file"), exported.file().toString()),
                                Lines.pair("SHA-256", exported.sha256()));
            }
            case PacketState.Cancelled() -> {
                lines.forEach(line -> line.show(-1));
                say(
                        Standing.LAPSED,
                        Words.say("packets.cancelled"),
                        Words.say("packets.cancelled.more"));
            }
            case PacketState.Checked checked -> show(checked);
            case PacketState.Failed failed -> {
                lines.forEach(line -> line.show(-1));
                say(Standing.FAILED, Words.say("packets.failed"), failed.message());
            }
        }
        showMissing();
    }

    private void show(PacketState.Checked checked) {
        say(
                checked.intact() ? Standing.HOLDS : Standing.BROKEN,
                Words.say(checked.intact() ? "packets.intact" : "packets.altered"),
                checked.file().toString());
        checked.findings()
                .forEach(one -> result.getChildren().add(Lines.quiet(HiddenCharacters.line(one))));
    }

    private void say(Standing standing, String words, String more) {
        result.getChildren().addAll(Chip.of(standing, words), Lines.quiet(more));
    }
}
