package org.affidavit.gateway.command;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.Set;
import org.affidavit.gateway.credential.Secret;

/// Reads a password from a file: its text without the line end.
final class CredentialFile {
    private static final int BYTES_MAX = 4096;

    private CredentialFile() {}

    static Secret read(Path file, Terminal terminal) throws CommandFailed, IOException {
        if (!Files.isRegularFile(file)) {
            throw new CommandFailed(
                    ExitCode.NOT_FOUND,
                    "There is no credential file " + file + ".",
                    "Write the target's password to a file that only you can read, and name it:"
                            + " --credential-file FILE");
        }
        if (Files.size(file) > BYTES_MAX) {
            throw wrong(file, "is larger than a password");
        }
        warnIfOpen(file, terminal);
        byte[] bytes = Files.readAllBytes(file);
        try {
            return new Secret(text(file, bytes));
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private static char[] text(Path file, byte[] bytes) throws CommandFailed {
        CharBuffer text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
        } catch (CharacterCodingException _) {
            throw wrong(file, "is not UTF-8 text");
        }
        int end = text.limit();
        while (end > 0 && (text.get(end - 1) == '\n' || text.get(end - 1) == '\r')) {
            end--;
        }
        char[] password = Arrays.copyOf(text.array(), end);
        Arrays.fill(text.array(), '\0');
        if (password.length == 0) {
            throw wrong(file, "is empty");
        }
        return password;
    }

    private static void warnIfOpen(Path file, Terminal terminal) throws IOException {
        if (Files.getFileAttributeView(file, PosixFileAttributeView.class) == null) {
            return;
        }
        Set<PosixFilePermission> rights = Files.getPosixFilePermissions(file);
        if (rights.contains(PosixFilePermission.OTHERS_READ)
                || rights.contains(PosixFilePermission.GROUP_READ)) {
            terminal.err()
                    .println(
                            "note: others can read "
                                    + file
                                    + "; delete it when this is done, or run: chmod 600 "
                                    + file);
        }
    }

    private static CommandFailed wrong(Path file, String what) {
        return new CommandFailed(
                ExitCode.FAILED,
                "The credential file " + file + " " + what + ".",
                "It holds the target's password and nothing else.");
    }
}
