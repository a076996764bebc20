package org.affidavit.gateway.approval;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.affidavit.sessionlog.event.Principal;

/// What an operator says of device keys: a text file beside the configuration. Who may write there
/// may write the configuration as well, so the file needs no signature.
///
/// A line is `confirm THUMBPRINT ISSUER SUBJECT` or `revoke THUMBPRINT`; empty lines and those that
/// begin with `#` say nothing. Anything else makes the whole file unusable: a revocation that was
/// misspelt must not go unnoticed.
public final class OperatorWord {
    private static final Pattern THUMBPRINT = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final Pattern LINE =
            Pattern.compile(
                    "confirm (" + THUMBPRINT + ") (\\S+) (\\S.*)|revoke (" + THUMBPRINT + ")");

    private final Path file;

    public OperatorWord(Path file) {
        this.file = file;
    }

    /// Whether a text has the form of a thumbprint.
    public static boolean isThumbprint(String text) {
        return THUMBPRINT.matcher(text).matches();
    }

    boolean confirms(Principal person, String thumbprint) throws IOException {
        return lines().stream()
                .anyMatch(line ->
                        thumbprint.equals(line.group(1))
                                && person.issuer().equals(line.group(2))
                                && person.subject().equals(line.group(3)));
    }

    /// Thumbprints of revoked keys.
    List<String> revoked() throws IOException {
        return lines().stream().filter(line -> line.group(4) != null).map(l -> l.group(4)).toList();
    }

    private List<Matcher> lines() throws IOException {
        List<Matcher> lines;
        try {
            lines =
                    Files.readAllLines(file).stream()
                            .map(String::strip)
                            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                            .map(LINE::matcher)
                            .toList();
        } catch (NoSuchFileException nothingSaid) {
            return List.of();
        }
        for (Matcher line : lines) {
            if (!line.matches()) {
                throw new IOException(
                        "A line of "
                                + file
                                + " is neither `confirm THUMBPRINT ISSUER SUBJECT` nor `revoke"
                                + " THUMBPRINT`. Until it is mended, no key is enrolled and"
                                + " nothing is decided.");
            }
        }
        return lines;
    }

    /// Lets the gateway enrol this key for this person, and for nobody else.
    public void confirm(String thumbprint, String issuer, String subject) throws IOException {
        append("confirm " + thumbprint + " " + issuer + " " + subject);
    }

    /// Takes a key from whoever has it, for ever.
    public void revoke(String thumbprint) throws IOException {
        append("revoke " + thumbprint);
    }

    private void append(String line) throws IOException {
        if (!LINE.matcher(line).matches()) {
            throw new IllegalArgumentException("Not a line of " + file);
        }
        Files.writeString(
                file,
                // An editor may have left the last line without its end.
                "\n" + line + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND,
                StandardOpenOption.SYNC);
    }
}
