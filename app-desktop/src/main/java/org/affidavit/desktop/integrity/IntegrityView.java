package org.affidavit.desktop.integrity;

import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.affidavit.desktop.look.EmptyState;
import org.affidavit.desktop.look.Fxml;
import org.affidavit.desktop.look.Icons;
import org.affidavit.desktop.look.Lines;
import org.affidavit.desktop.words.Standing;
import org.affidavit.desktop.words.Words;
import org.kordamp.ikonli.material2.Material2OutlinedAL;

/// The integrity screen: one sentence, the separate checks, and what they do not prove.
@SuppressWarnings("NullAway.Init") // The fields are filled when the layout is loaded.
public final class IntegrityView {
    @FXML StackPane root;
    @FXML VBox content;
    @FXML Label place;
    @FXML Button other;
    @FXML Button verify;
    @FXML VBox verdict;
    @FXML VBox checks;
    @FXML VBox facts;
    @FXML Button copy;
    @FXML Label own;

    private final IntegrityViewModel model;
    private final Runnable openLog;

    /// @param openLog lets the user choose a log
    public IntegrityView(IntegrityViewModel model, Runnable openLog) {
        this.model = model;
        this.openLog = openLog;
    }

    public Parent load() {
        return Fxml.load(this);
    }

    @FXML
    void initialize() {
        other.setOnAction(_ -> openLog.run());
        verify.setOnAction(_ -> model.verify());
        copy.setGraphic(Icons.of(Material2OutlinedAL.CONTENT_COPY));
        Icons.name(copy, "integrity.copy");
        copy.setOnAction(_ -> copy());
        model.stateProperty().subscribe(this::show);
    }

    private void copy() {
        var text = new ClipboardContent();
        text.putString(model.ownCheck());
        Clipboard.getSystemClipboard().setContent(text);
    }

    private void show(IntegrityState state) {
        root.getChildren().setAll(content);
        content.setVisible(!(state instanceof IntegrityState.NoLog));
        verify.setDisable(state instanceof IntegrityState.Running);
        own.setText(model.ownCheck());
        verdict.getChildren().clear();
        switch (state) {
            case IntegrityState.NoLog() -> root.getChildren().add(noLog());
            case IntegrityState.Unchecked unchecked -> {
                place.setText(unchecked.place());
                empty();
                say(Standing.UNCHECKED, "integrity.unchecked", "integrity.unchecked.more");
            }
            case IntegrityState.Running running ->
                    verdict.getChildren().add(new RunningBanner(running, model::cancel));
            case IntegrityState.Done done -> show(done.finding());
            case IntegrityState.Cancelled() -> {
                empty();
                say(Standing.UNCHECKED, "integrity.cancelled", "integrity.cancelled.more");
            }
            case IntegrityState.Failed failed ->
                    verdict.getChildren()
                            .add(
                                    VerdictBanner.of(
                                            Standing.UNCHECKED,
                                            Words.say("integrity.failed"),
                                            failed.message()));
        }
    }

    private void say(Standing standing, String key, String more) {
        verdict.getChildren().add(VerdictBanner.of(standing, Words.say(key), Words.say(more)));
    }

    private void empty() {
        checks.getChildren().clear();
        facts.getChildren().clear();
        checks.getChildren().add(Lines.quiet(Words.say("integrity.checks.none")));
        facts.getChildren().add(Lines.quiet(Words.say("integrity.facts.none")));
    }

    private void show(Finding finding) {
        place.setText(finding.place());
        verdict.getChildren()
                .add(VerdictBanner.of(finding.standing(), finding.sentence(), finding.remark()));
        checks.getChildren().setAll(finding.checks().stream().map(VerdictBanner::check).toList());
        facts.getChildren()
                .setAll(
                        finding.facts().stream()
                                .map(fact -> Lines.pair(fact.label(), fact.value()))
                                .toList());
    }

    private EmptyState noLog() {
        return new EmptyState(
                Material2OutlinedAL.FOLDER_OPEN,
                Words.say("integrity.nolog.what"),
                Words.say("integrity.nolog.why"),
                Words.say("command.open"),
                openLog);
    }
}
