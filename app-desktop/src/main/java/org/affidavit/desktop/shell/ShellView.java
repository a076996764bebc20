package org.affidavit.desktop.shell;

import java.util.EnumMap;
import java.util.Map;
import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.affidavit.desktop.look.Chip;
import org.affidavit.desktop.look.Fxml;
import org.affidavit.desktop.look.Icons;
import org.affidavit.desktop.words.Words;
import org.controlsfx.control.action.ActionUtils;
import org.kordamp.ikonli.material2.Material2OutlinedAL;
import org.kordamp.ikonli.material2.Material2OutlinedMZ;

/// The window's frame around the screens.
@SuppressWarnings("NullAway.Init") // The fields are filled when the layout is loaded.
public final class ShellView {
    @FXML MenuButton menu;
    @FXML VBox log;
    @FXML Label logName;
    @FXML Label logPlace;
    @FXML VBox navigation;
    @FXML Button theme;
    @FXML HBox problemBar;
    @FXML Label problem;
    @FXML Button dismiss;
    @FXML StackPane stage;
    @FXML Chip integrity;
    @FXML Label busy;
    @FXML Chip gateway;

    private final ShellViewModel model;
    private final Commands commands;
    private final Map<Screen, Parent> screens;
    private final Parent welcome;
    private final Map<Screen, NavigationItem> items = new EnumMap<>(Screen.class);

    /// @param welcome shown until there is a log or a gateway
    public ShellView(
            ShellViewModel model, Commands commands, Map<Screen, Parent> screens, Parent welcome) {
        this.model = model;
        this.commands = commands;
        this.screens = new EnumMap<>(screens);
        this.welcome = welcome;
    }

    public Parent load() {
        return Fxml.load(this);
    }

    @FXML
    void initialize() {
        for (var screen : screens.keySet()) {
            var item = new NavigationItem(screen, () -> model.go(screen));
            items.put(screen, item);
            navigation.getChildren().add(item);
        }
        menu.setGraphic(Icons.of(Material2OutlinedMZ.MORE_HORIZ));
        menu.setAccessibleText(Words.say("shell.menu"));
        commands.all().forEach(action -> menu.getItems().add(ActionUtils.createMenuItem(action)));
        logName.textProperty().bind(model.logNameProperty());
        logPlace.textProperty().bind(model.logPlaceProperty());
        log.visibleProperty().bind(model.logNameProperty().isNotEmpty());
        problem.textProperty().bind(model.problemProperty());
        problemBar.visibleProperty().bind(model.problemProperty().isNotEmpty());
        problemBar.managedProperty().bind(problemBar.visibleProperty());
        dismiss.setGraphic(Icons.of(Material2OutlinedAL.CLOSE));
        Icons.name(dismiss, "shell.dismiss");
        dismiss.setOnAction(_ -> model.problemProperty().set(""));
        busy.textProperty().bind(model.busyProperty());
        theme.setOnAction(_ -> model.toggleTheme());
        model.darkProperty().subscribe(this::showTheme);
        model.integrityProperty().subscribe(now -> integrity.show(now.standing(), now.text()));
        model.gatewayProperty().subscribe(now -> gateway.show(now.standing(), now.text()));
        model.waitingProperty()
                .subscribe(now -> items.forEach((screen, item) -> badge(screen, item, now)));
        model.screenProperty().subscribe(_ -> showScreen());
        model.startedProperty().subscribe(_ -> showScreen());
    }

    private static void badge(Screen screen, NavigationItem item, Number waiting) {
        if (screen == Screen.APPROVALS) {
            item.badge(waiting.intValue());
        }
    }

    private void showTheme(boolean dark) {
        theme.setText(Words.say(dark ? "shell.light" : "shell.dark"));
        theme.setGraphic(
                Icons.of(dark ? Material2OutlinedMZ.WB_SUNNY : Material2OutlinedMZ.NIGHTS_STAY));
    }

    private void showScreen() {
        var screen = model.screenProperty().get();
        items.forEach((one, item) -> item.choose(one == screen && model.startedProperty().get()));
        var shown = model.startedProperty().get() ? screens.get(screen) : welcome;
        if (shown != null) {
            stage.getChildren().setAll(shown);
        }
    }
}
