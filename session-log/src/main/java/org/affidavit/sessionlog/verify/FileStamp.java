package org.affidavit.sessionlog.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Optional;

/// What tells a file apart from what it was: which file it is, its length, and when it was last
/// changed.
///
/// Where the system keeps it, that is the time of the last change of content *or* attributes, which
/// nobody can set.
final class FileStamp {
    private FileStamp() {}

    /// Without spaces. Empty if the file is gone.
    static Optional<String> of(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        if (file.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            Map<String, Object> is = Files.readAttributes(file, "unix:dev,ino,size,ctime");
            return Optional.of(
                    is.get("dev")
                            + ":"
                            + is.get("ino")
                            + ":"
                            + is.get("size")
                            + ":"
                            + is.get("ctime"));
        }
        var is = Files.readAttributes(file, BasicFileAttributes.class);
        return Optional.of(is.size() + ":" + is.lastModifiedTime());
    }
}
