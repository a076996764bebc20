package org.affidavit.desktop.approvals;

import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.TextArea;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.affidavit.desktop.look.Chip;
import org.affidavit.desktop.look.EmptyState;
import org.affidavit.desktop.look.Fxml;
import org.affidavit.desktop.look.Icons;
import org.affidavit.desktop.look.Lines;
import org.affidavit.desktop.look.SourceView;
import org.affidavit.desktop.words.Standing;
import org.affidavit.desktop.words.Words;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.material2.Material2OutlinedAL;

/// The approvals screen: who waits on the left; exactly what they ask, and the decision, right.
@SuppressWarnings("NullAway.Init") // The fields are filled when the layout is loaded.
public final class ApprovalsView {
    @FXML StackPane root;
    @FXML VBox content;
    @FXML Label summary;
    @FXML Label me;
    @FXML Chip link;
    @FXML HBox offline;
    @FXML Label offlineText;
    @FXML ListView<RequestRow> list;
    @FXML Label title;
    @FXML Chip standing;
    @FXML Label size;
    @FXML SourceView statement;
    @FXML HBox why;
    @FXML Label whyText;
    @FXML VBox facts;
    @FXML Label digest;
    @FXML Chip digestCheck;
    @FXML Label outcome;
    @FXML VBox writing;
    @FXML Label consequence;
    @FXML TextArea reason;
    @FXML Label problem;
    @FXML Button abandon;
    @FXML Button send;
    @FXML HBox choice;
    @FXML Button deny;
    @FXML Button approve;

    private final ApprovalsViewModel model;
    private @Nullable String shown;

    public ApprovalsView(ApprovalsViewModel model) {
        this.model = model;
    }

    public Parent load() {
        return Fxml.load(this);
    }

    @FXML
    void initialize() {
        list.setItems(model.requests());
        list.setCellFactory(_ -> new RequestCell());
        list.getSelectionModel()
                .selectedItemProperty()
                .subscribe(row -> {
                    if (row != null) {
                        model.choose(row);
                    }
                });
        list.setPlaceholder(nothingWaits());
        reason.textProperty().bindBidirectional(model.reasonProperty());
        reason.setOnKeyPressed(key -> {
            if (key.getCode() == KeyCode.ENTER && key.isShortcutDown()) {
                model.send();
            }
        });
        approve.setGraphic(Icons.of(Icons.of(Standing.APPROVED)));
        deny.setGraphic(Icons.of(Icons.of(Standing.DENIED)));
        approve.setOnAction(_ -> begin(true));
        deny.setOnAction(_ -> begin(false));
        abandon.setOnAction(_ -> model.abandon());
        send.setOnAction(_ -> model.send());
        model.waitingProperty()
                .subscribe(now -> summary.setText(Words.say("approvals.waiting", now.intValue())));
        model.detailProperty().subscribe(this::show);
        model.draftProperty().subscribe(this::show);
        model.linkProperty().subscribe(this::show);
    }

    private void begin(boolean approving) {
        model.begin(approving);
        reason.requestFocus();
    }

    private void show(LinkState now) {
        root.getChildren().setAll(content);
        content.setVisible(!(now instanceof LinkState.None));
        showIf(offline, now instanceof LinkState.Lost);
        me.setText("");
        switch (now) {
            case LinkState.None() -> root.getChildren().add(noGateway());
            case LinkState.Connecting connecting ->
                    link.show(Standing.RECONNECTING, connecting.gateway());
            case LinkState.Live live -> {
                link.show(Standing.LIVE);
                me.setText(Words.say("approvals.me", live.me(), live.gateway()));
            }
            case LinkState.Lost lost -> {
                link.show(Standing.RECONNECTING);
                offlineText.setText(
                        Words.say("approvals.offline", lost.why(), lost.retrySeconds()));
            }
        }
    }

    private void show(@Nullable RequestDetail detail) {
        if (detail == null) {
            title.setText("");
            standing.clear();
            showIf(choice, false);
            return;
        }
        title.setText(detail.title());
        standing.show(detail.standing());
        size.setText(detail.size());
        size.getStyleClass().removeAll("problem-text");
        if (detail.hidden()) {
            size.getStyleClass().add("problem-text");
        }
        if (!detail.digest().equals(shown)) {
            shown = detail.digest();
            statement.show(detail.statement());
            statement.fitLines(detail.statement(), 4);
        }
        model.requests().stream()
                .filter(row -> row.id().equals(detail.id()))
                .findFirst()
                .ifPresent(row -> list.getSelectionModel().select(row));
        whyText.setText(detail.why());
        facts.getChildren()
                .setAll(
                        detail.facts().stream()
                                .map(fact -> Lines.pair(fact.label(), fact.value()))
                                .toList());
        digest.setText(detail.digest());
        digestCheck.show(
                detail.digestHolds() ? Standing.HOLDS : Standing.BROKEN,
                Words.say(
                        detail.digestHolds()
                                ? "approvals.digest.holds"
                                : "approvals.digest.broken"));
        String last = detail.outcome().isEmpty() ? detail.obstacle() : detail.outcome();
        outcome.setText(last);
        outcome.setGraphic(Icons.of(Icons.of(detail.standing())));
        showIf(outcome, !last.isEmpty());
        show(model.draftProperty().get());
    }

    private void show(Draft draft) {
        var detail = model.detailProperty().get();
        boolean open = detail != null && detail.obstacle().isEmpty();
        boolean approving = Boolean.TRUE.equals(draft.approve());
        showIf(writing, open && draft.approve() != null);
        showIf(choice, open && draft.approve() == null);
        consequence.setText(
                Words.say(approving ? "approvals.consequence.yes" : "approvals.consequence.no"));
        send.setText(Words.say(approving ? "approvals.send.yes" : "approvals.send.no"));
        send.getStyleClass().removeAll("success", "danger");
        send.getStyleClass().add(approving ? "success" : "danger");
        send.setDisable(draft.sending());
        problem.setText(draft.problem());
        showIf(problem, !draft.problem().isEmpty());
    }

    private static void showIf(Node node, boolean wanted) {
        node.setVisible(wanted);
        node.setManaged(wanted);
    }

    private static EmptyState nothingWaits() {
        return new EmptyState(
                Material2OutlinedAL.HOW_TO_REG,
                Words.say("approvals.nothing.what"),
                Words.say("approvals.nothing.why"),
                "",
                null);
    }

    private static EmptyState noGateway() {
        return new EmptyState(
                Material2OutlinedAL.CLOUD_OFF,
                Words.say("approvals.none.what"),
                Words.say("approvals.none.why"),
                "",
                null);
    }
}
