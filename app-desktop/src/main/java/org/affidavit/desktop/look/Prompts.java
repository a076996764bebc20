package org.affidavit.desktop.look;

import java.nio.file.Path;
import java.util.Optional;

/// Asks the user for files. Answers are empty when the user changes their mind.
public interface Prompts {
    Optional<Path> folder(String title);

    Optional<Path> file(String title);

    /// @param name suggested file name
    Optional<Path> save(String title, String name);
}
