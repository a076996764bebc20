package org.affidavit.desktop.replay;

import javafx.event.EventHandler;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.affidavit.desktop.look.EmptyState;
import org.affidavit.desktop.look.Fxml;
import org.affidavit.desktop.look.Icons;
import org.affidavit.desktop.words.Formats;
import org.affidavit.desktop.words.Words;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.material2.Material2OutlinedAL;
import org.kordamp.ikonli.material2.Material2OutlinedMZ;

/// The replay screen: steps, lens, details, and the strip that moves through time.
@SuppressWarnings("NullAway.Init") // The fields are filled when the layout is loaded.
public final class ReplayView {
    @FXML StackPane root;
    @FXML VBox content;
    @FXML Button back;
    @FXML Label title;
    @FXML Label facts;
    @FXML Label id;
    @FXML Label stepCount;
    @FXML ListView<StepRow> steps;
    @FXML VBox details;
    @FXML TimelineStrip strip;
    @FXML Button first;
    @FXML Button previous;
    @FXML Button next;
    @FXML Button last;
    @FXML Button previousDenied;
    @FXML Button nextDenied;
    @FXML Label saved;
    @FXML Label clock;
    @FXML LensPane lens;

    private final ReplayViewModel model;
    private final EventHandler<KeyEvent> keys = this::press;
    private final Runnable toSessions;

    /// @param toSessions goes to the list of sessions
    public ReplayView(ReplayViewModel model, Runnable toSessions) {
        this.model = model;
        this.toSessions = toSessions;
    }

    public Parent load() {
        return Fxml.load(this);
    }

    @FXML
    void initialize() {
        button(back, Material2OutlinedAL.ARROW_BACK, "replay.back", toSessions);
        button(first, Material2OutlinedAL.FIRST_PAGE, "replay.first", model::first);
        button(previous, Material2OutlinedAL.CHEVRON_LEFT, "replay.previous", model::previous);
        button(next, Material2OutlinedAL.CHEVRON_RIGHT, "replay.next", model::next);
        button(last, Material2OutlinedAL.LAST_PAGE, "replay.last", model::last);
        button(
                previousDenied,
                Material2OutlinedAL.CHEVRON_LEFT,
                "replay.denied.previous",
                model::previousDenied);
        button(
                nextDenied,
                Material2OutlinedAL.CHEVRON_RIGHT,
                "replay.denied.next",
                model::nextDenied);
        steps.setItems(model.steps());
        steps.setCellFactory(_ -> new StepCell());
        steps.setOnMouseClicked(_ -> seekChosen());
        strip.onSeek(model::seekPlace);
        model.timelineProperty().subscribe(this::showTimeline);
        model.positionProperty().subscribe(_ -> showPosition());
        model.lensProperty().subscribe(now -> lens.show(now));
        model.stateProperty().subscribe(this::show);
        root.sceneProperty().subscribe(this::listen);
    }

    private void button(Button button, Ikon ikon, String key, Runnable action) {
        button.setGraphic(Icons.of(ikon));
        Icons.name(button, key);
        button.getStyleClass().addAll("flat", "icon-button");
        button.setFocusTraversable(true);
        button.setOnAction(_ -> action.run());
    }

    /// The keys work wherever the focus is in the window, while this screen is in it.
    private void listen(@Nullable Scene before, @Nullable Scene now) {
        if (before != null) {
            before.removeEventFilter(KeyEvent.KEY_PRESSED, keys);
        }
        if (now != null) {
            now.addEventFilter(KeyEvent.KEY_PRESSED, keys);
        }
    }

    /// The keys of asciinema where it has one. Text typed into a field never lands here, because
    /// this screen has none that can be edited.
    private void press(KeyEvent key) {
        if (key.isShortcutDown() || key.isAltDown()) {
            return;
        }
        Runnable action =
                switch (key.getCode()) {
                    case COMMA, LEFT -> model::previous;
                    case PERIOD, RIGHT -> model::next;
                    case HOME -> model::first;
                    case END -> model::last;
                    case D -> key.isShiftDown() ? model::previousDenied : model::nextDenied;
                    case ESCAPE -> toSessions;
                    default -> null;
                };
        if (action != null) {
            action.run();
            key.consume();
        }
    }

    private void seekChosen() {
        var row = steps.getSelectionModel().getSelectedItem();
        if (row != null) {
            model.seekStep(row);
        }
    }

    private void showTimeline(Timeline timeline) {
        strip.show(timeline);
        saved.setText(
                timeline.saved().isZero()
                        ? ""
                        : Words.say("replay.saved", Formats.span(timeline.saved())));
    }

    private void showPosition() {
        strip.moveTo(model.positionProperty().get());
        clock.setText(model.clock());
        int step = model.stepProperty().get();
        if (step >= 0) {
            steps.getSelectionModel().select(step);
            steps.scrollTo(Math.max(0, step - 4));
        }
        details.getChildren().setAll(model.details().stream().map(DetailLine::of).toList());
    }

    private void show(ReplayState state) {
        root.getChildren().setAll(content);
        content.setVisible(state instanceof ReplayState.Showing);
        switch (state) {
            case ReplayState.NoSession() -> root.getChildren().add(noSession());
            case ReplayState.Loading() -> {}
            case ReplayState.Showing showing -> {
                title.setText(showing.title());
                facts.setText(showing.facts());
                id.setText(showing.id());
                stepCount.setText(Words.say("replay.count", model.steps().size()));
                steps.requestFocus();
            }
            case ReplayState.Failed failed -> root.getChildren().add(failed(failed.message()));
        }
    }

    private Node noSession() {
        return new EmptyState(
                Material2OutlinedMZ.PLAY_CIRCLE_OUTLINE,
                Words.say("replay.none.what"),
                Words.say("replay.none.why"),
                Words.say("replay.back"),
                toSessions);
    }

    private Node failed(String message) {
        return new EmptyState(
                Material2OutlinedAL.ERROR_OUTLINE,
                Words.say("replay.failed"),
                message,
                Words.say("replay.back"),
                toSessions);
    }
}
