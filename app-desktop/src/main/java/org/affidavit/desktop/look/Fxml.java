package org.affidavit.desktop.look;

import java.io.IOException;
import java.io.UncheckedIOException;
import javafx.fxml.FXMLLoader;
import javafx.scene.Parent;
import org.affidavit.desktop.words.Words;

/// Loads a view's layout: `XView` is the controller of `X.fxml` in the same package.
public final class Fxml {
    private Fxml() {}

    /// Fills the view's fields and calls its `initialize`.
    public static Parent load(Object view) {
        var type = view.getClass();
        var file = type.getSimpleName().replaceFirst("View$", "") + ".fxml";
        var loader = new FXMLLoader(type.getResource(file), Words.bundle());
        loader.setController(view);
        try {
            return loader.load();
        } catch (IOException damaged) {
            throw new UncheckedIOException("The layout " + file + " is damaged", damaged);
        }
    }
}
