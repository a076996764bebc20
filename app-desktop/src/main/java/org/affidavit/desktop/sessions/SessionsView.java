package org.affidavit.desktop.sessions;

import java.util.function.Supplier;
import javafx.beans.binding.Bindings;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.affidavit.desktop.look.Chip;
import org.affidavit.desktop.look.Columns;
import org.affidavit.desktop.look.EmptyState;
import org.affidavit.desktop.look.Fxml;
import org.affidavit.desktop.look.Icons;
import org.affidavit.desktop.words.Standing;
import org.affidavit.desktop.words.Words;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.material2.Material2OutlinedAL;
import org.kordamp.ikonli.material2.Material2OutlinedMZ;

/// The sessions screen: a query box, a table, and the moments of the chosen session.
@SuppressWarnings("NullAway.Init") // The fields are filled when the layout is loaded.
public final class SessionsView {
    private static final double ROW_HEIGHT = 36;
    private static final double HEADER_HEIGHT = 38;

    @FXML StackPane root;
    @FXML VBox content;
    @FXML Label summary;
    @FXML Label coverage;
    @FXML HBox queryBox;
    @FXML TextField query;
    @FXML Button clear;
    @FXML HBox feedback;
    @FXML HBox filters;
    @FXML StackPane tablePane;
    @FXML TableView<SessionRow> table;
    @FXML Label momentsTitle;
    @FXML Button open;
    @FXML ListView<MomentRow> moments;

    private final SessionsViewModel model;
    private final Runnable openLog;
    private final QueryFeedback asked = new QueryFeedback();

    /// @param openLog lets the user choose a log when none is open
    public SessionsView(SessionsViewModel model, Runnable openLog) {
        this.model = model;
        this.openLog = openLog;
    }

    public Parent load() {
        return Fxml.load(this);
    }

    /// Puts the cursor into the query box.
    public void focusQuery() {
        query.requestFocus();
        query.selectAll();
    }

    @FXML
    void initialize() {
        query.textProperty().bindBidirectional(model.queryProperty());
        clear.setGraphic(Icons.of(Material2OutlinedAL.CLOSE));
        Icons.name(clear, "sessions.query.clear");
        clear.visibleProperty().bind(query.textProperty().isNotEmpty());
        clear.setOnAction(_ -> model.clear());
        feedback.getChildren().add(asked);
        addFilters();
        addColumns();
        table.setItems(model.sessions());
        table.setPlaceholder(new Label());
        table.setFixedCellSize(ROW_HEIGHT);
        tablePane
                .maxHeightProperty()
                .bind(Bindings.createDoubleBinding(this::height, table.getItems()));
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_ALL_COLUMNS);
        table.getSelectionModel()
                .selectedItemProperty()
                .subscribe(now -> model.chosenProperty().set(now));
        model.chosenProperty().subscribe(this::choose);
        table.setRowFactory(_ -> row());
        table.setOnKeyPressed(key -> {
            if (key.getCode() == KeyCode.ENTER) {
                openChosen();
            }
        });
        open.setOnAction(_ -> openChosen());
        moments.setItems(model.moments());
        moments.setCellFactory(_ -> new MomentCell(model::open));
        moments.setOnKeyPressed(key -> {
            var chosen = moments.getSelectionModel().getSelectedItem();
            if (key.getCode() == KeyCode.ENTER && chosen != null) {
                model.open(chosen);
            }
        });
        model.stateProperty().subscribe(this::show);
    }

    /// As high as its rows, so that the steps below get what it does not need.
    private double height() {
        int rows = table.getItems().size();
        return rows == 0 ? Double.MAX_VALUE : HEADER_HEIGHT + rows * ROW_HEIGHT;
    }

    private void addFilters() {
        addFilter(Standing.DENIED, "outcome:denied");
        addFilter(Standing.HELD, "outcome:held");
        addFilter(Standing.FAILED, "outcome:failed");
        addFilter(Standing.MASKED, "masked:yes");
    }

    private void addFilter(Standing standing, String condition) {
        var filter = new Button(standing.word(), Icons.of(Icons.of(standing)));
        filter.getStyleClass().addAll("filter", Chip.tone(standing.tone()));
        filter.setTooltip(new Tooltip(condition));
        filter.setOnAction(_ -> model.narrow(condition));
        filters.getChildren().add(filter);
    }

    private void addColumns() {
        table.getColumns()
                .add(Columns.text("sessions.column.started", 136, SessionRow::startedText));
        table.getColumns().add(Columns.text("sessions.column.agent", 136, SessionRow::agent));
        table.getColumns().add(Columns.text("sessions.column.owner", 110, SessionRow::owner));
        table.getColumns().add(Columns.text("sessions.column.resource", 106, SessionRow::resource));
        table.getColumns().add(Columns.count("sessions.column.steps", 68, SessionRow::steps, null));
        table.getColumns()
                .add(
                        Columns.count(
                                "sessions.column.denied", 84, SessionRow::denied, Standing.DENIED));
        table.getColumns()
                .add(Columns.count("sessions.column.held", 78, SessionRow::held, Standing.HELD));
        table.getColumns()
                .add(
                        Columns.count(
                                "sessions.column.masked", 88, SessionRow::masked, Standing.MASKED));
        table.getColumns().add(Columns.count("sessions.column.rows", 96, SessionRow::rows, null));
        table.getColumns()
                .add(Columns.text("sessions.column.approver", 148, SessionRow::approvers));
        table.getColumns()
                .add(Columns.text("sessions.column.duration", 90, SessionRow::durationText));
        table.getColumns().add(Columns.chip("sessions.column.state", 116, SessionRow::standing));
    }

    private TableRow<SessionRow> row() {
        var row = new TableRow<SessionRow>();
        row.setOnMouseClicked(click -> {
            if (click.getButton() == MouseButton.PRIMARY
                    && click.getClickCount() == 2
                    && !row.isEmpty()) {
                model.open(row.getItem());
            }
        });
        return row;
    }

    private void openChosen() {
        var row = model.chosenProperty().get();
        if (row != null) {
            model.open(row);
        }
    }

    private void choose(@Nullable SessionRow row) {
        open.setDisable(row == null);
        momentsTitle.setText(row == null ? "" : model.heading(row));
        if (row == null) {
            table.getSelectionModel().clearSelection();
        } else {
            table.getSelectionModel().select(row);
        }
    }

    private void show(SearchState state) {
        content.setVisible(true);
        root.getChildren().setAll(content);
        tablePane.getChildren().setAll(table);
        asked.show(state);
        summary.setText("");
        cover("", true);
        switch (state) {
            case SearchState.NoLog() -> {
                content.setVisible(false);
                root.getChildren().add(noLog());
            }
            case SearchState.All all -> {
                summary.setText(Words.say("sessions.all", all.sessions()));
                cover(all.missing(), all.missing().isEmpty());
                showEmpty(all.sessions() == 0, this::noSessions);
            }
            case SearchState.Found found -> {
                summary.setText(found.summary());
                cover(found.coverage(), found.complete());
                showEmpty(found.sessions() == 0, this::nothingFound);
            }
            case SearchState.Unread _, SearchState.Failed _ -> {}
        }
    }

    private void cover(String text, boolean complete) {
        coverage.setText(text);
        coverage.getStyleClass().remove("incomplete");
        if (!complete) {
            coverage.getStyleClass().add("incomplete");
        }
    }

    private void showEmpty(boolean empty, Supplier<Node> what) {
        if (empty) {
            tablePane.getChildren().add(what.get());
        }
    }

    private Node noLog() {
        return new EmptyState(
                Material2OutlinedAL.FOLDER_OPEN,
                Words.say("sessions.nolog.what"),
                Words.say("sessions.nolog.why"),
                Words.say("command.open"),
                openLog);
    }

    private Node noSessions() {
        return new EmptyState(
                Material2OutlinedAL.HOURGLASS_EMPTY,
                Words.say("sessions.none.what"),
                Words.say("sessions.none.why"),
                "",
                null);
    }

    private Node nothingFound() {
        return new EmptyState(
                Material2OutlinedMZ.SEARCH_OFF,
                Words.say("sessions.nothing.what"),
                Words.say("sessions.nothing.why"),
                Words.say("sessions.query.clear"),
                model::clear);
    }
}
