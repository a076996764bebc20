package org.affidavit.desktop.shell;

import java.util.List;
import javafx.fxml.FXML;
import javafx.geometry.Pos;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.affidavit.desktop.look.Fxml;
import org.affidavit.desktop.look.Icons;
import org.affidavit.desktop.words.Words;
import org.kordamp.ikonli.Ikon;

/// The first-run page: what one can begin with.
@SuppressWarnings("NullAway.Init") // The fields are filled when the layout is loaded.
public final class WelcomeView {
    @FXML VBox choices;

    private final List<Choice> offered;

    /// One way to begin.
    ///
    /// @param key words: `key.what` and `key.why`
    public record Choice(Ikon ikon, String key, Runnable does) {}

    public WelcomeView(List<Choice> offered) {
        this.offered = List.copyOf(offered);
    }

    public Parent load() {
        return Fxml.load(this);
    }

    @FXML
    void initialize() {
        offered.forEach(choice -> choices.getChildren().add(card(choice)));
    }

    private static Button card(Choice choice) {
        var what = new Label(Words.say(choice.key() + ".what"));
        what.getStyleClass().add("choice-what");
        var why = new Label(Words.say(choice.key() + ".why"));
        why.getStyleClass().add("choice-why");
        var line = new HBox(Icons.of(choice.ikon()), new VBox(what, why));
        line.setAlignment(Pos.CENTER_LEFT);
        line.getStyleClass().add("choice-line");
        var card = new Button(null, line);
        card.getStyleClass().add("choice");
        card.setAccessibleText(what.getText());
        card.setMaxWidth(Double.MAX_VALUE);
        card.setOnAction(_ -> choice.does().run());
        return card;
    }
}
