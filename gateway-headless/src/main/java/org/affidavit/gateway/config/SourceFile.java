package org.affidavit.gateway.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// A text file that an operator wrote, read once: what is checked is what was digested.
///
/// @param path absolute
/// @param text its content
/// @param digest lower-case hex SHA-256 of its bytes
public record SourceFile(Path path, String text, String digest) {
    /// No configuration comes near this; a larger file is a mistake or an attack.
    private static final int BYTES_MAX = 1 << 20;

    /// Reads a file whole.
    ///
    /// @throws ConfigInvalid if it is missing, unreadable, larger than 1 MiB or not UTF-8
    public static SourceFile read(Path path) throws ConfigInvalid {
        Path absolute = path.toAbsolutePath().normalize();
        try {
            if (Files.size(absolute) > BYTES_MAX) {
                throw invalid(absolute, "is larger than 1 MiB", "Name the right file.");
            }
            return of(absolute, Files.readAllBytes(absolute));
        } catch (NoSuchFileException _) {
            throw invalid(
                    absolute,
                    "does not exist",
                    "Name another. (`affidavit init --dir NEW` makes a whole new gateway.)");
        } catch (AccessDeniedException _) {
            throw invalid(
                    absolute,
                    "may not be read by this user",
                    "Run it as the user that owns the file.");
        } catch (IOException _) {
            throw Files.isDirectory(absolute)
                    ? invalid(absolute, "is a folder", "Name the file in it.")
                    : invalid(absolute, "cannot be read", "Check the disk and the file's rights.");
        }
    }

    /// The same from bytes that are at hand already.
    public static SourceFile of(Path path, byte[] bytes) throws ConfigInvalid {
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return new SourceFile(path, text, sha256(bytes));
        } catch (CharacterCodingException _) {
            throw invalid(path, "is not UTF-8 text", "Save it as UTF-8.");
        }
    }

    /// The name for people: the last part of the path.
    public String name() {
        Path last = path.getFileName();
        return last == null ? path.toString() : last.toString();
    }

    /// A path written in this file, resolved against the folder that holds it.
    public Path resolve(String written) {
        return path.resolveSibling(written).normalize();
    }

    private static ConfigInvalid invalid(Path path, String what, String instead) {
        String name = path.toString();
        return new ConfigInvalid(
                List.of(new ConfigProblem(name, 0, 0, "This file " + what + ".", instead, "")));
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
