package org.affidavit.desktop.shell;

import java.util.ArrayList;
import java.util.List;
import javafx.event.ActionEvent;
import javafx.scene.Scene;
import javafx.scene.input.KeyCombination;
import org.affidavit.desktop.look.Icons;
import org.affidavit.desktop.words.Words;
import org.controlsfx.control.action.Action;
import org.kordamp.ikonli.Ikon;

/// Every verb of the app as one action. Menu and shortcuts come from here, and so does whatever
/// else wants to list them.
public final class Commands {
    private final List<Action> actions = new ArrayList<>();

    /// Adds a verb.
    ///
    /// @param key its words
    /// @param keys its shortcut, in JavaFX notation
    public Action add(String key, String keys, Ikon ikon, Runnable does) {
        var action = new Action(Words.say(key), _ -> does.run());
        action.setAccelerator(KeyCombination.valueOf(keys));
        action.setGraphic(Icons.of(ikon));
        actions.add(action);
        return action;
    }

    public List<Action> all() {
        return List.copyOf(actions);
    }

    /// Makes the shortcuts work in a window.
    public void installIn(Scene scene) {
        actions.forEach(action ->
                scene.getAccelerators()
                        .put(action.getAccelerator(), () -> action.handle(new ActionEvent())));
    }
}
