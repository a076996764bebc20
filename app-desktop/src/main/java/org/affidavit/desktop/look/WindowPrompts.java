package org.affidavit.desktop.look;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.stage.DirectoryChooser;
import javafx.stage.FileChooser;
import javafx.stage.Window;

/// Asks with the system's own file dialogs.
@Exempt(why = "JavaFX's choosers answer with java.io.File; it is turned into a Path at once")
public final class WindowPrompts implements Prompts {
    private final Supplier<Window> owner;

    public WindowPrompts(Supplier<Window> owner) {
        this.owner = owner;
    }

    @Override
    public Optional<Path> folder(String title) {
        var chooser = new DirectoryChooser();
        chooser.setTitle(title);
        var chosen = chooser.showDialog(owner.get());
        return chosen == null ? Optional.empty() : Optional.of(chosen.toPath());
    }

    @Override
    public Optional<Path> file(String title) {
        var chooser = new FileChooser();
        chooser.setTitle(title);
        var chosen = chooser.showOpenDialog(owner.get());
        return chosen == null ? Optional.empty() : Optional.of(chosen.toPath());
    }

    @Override
    public Optional<Path> save(String title, String name) {
        var chooser = new FileChooser();
        chooser.setTitle(title);
        chooser.setInitialFileName(name);
        var chosen = chooser.showSaveDialog(owner.get());
        return chosen == null ? Optional.empty() : Optional.of(chosen.toPath());
    }
}
