package org.affidavit.sessionlog;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;

/// What the system says is wrong with a file, as people say it.
final class IoWords {
    private IoWords() {}

    /// For the middle of a sentence.
    static String of(IOException problem) {
        return switch (problem) {
            case NoSuchFileException missing -> missing.getFile() + " does not exist";
            case AccessDeniedException denied -> "this user may not open " + denied.getFile();
            case FileAlreadyExistsException there ->
                    there.getFile() + " is there already and is something else";
            case FileSystemException file ->
                    Optional.ofNullable(file.getReason())
                            .map(reason -> file.getFile() + ": " + reason)
                            .orElseGet(() -> file.getFile() + " cannot be used");
            default -> Optional.ofNullable(problem.getMessage()).orElseGet(problem::toString);
        };
    }
}
