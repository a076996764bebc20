package org.affidavit.gateway.command;

import java.nio.file.FileSystems;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/// Rights for files and folders that nobody but their owner may open. Where the system has no such
/// rights, the folder's own protect them.
final class OwnerOnly {
    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private OwnerOnly() {}

    static FileAttribute<?>[] file() {
        return rights("rw-------");
    }

    static FileAttribute<?>[] folder() {
        return rights("rwx------");
    }

    private static FileAttribute<?>[] rights(String text) {
        return POSIX
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text))
                }
                : new FileAttribute<?>[0];
    }
}
