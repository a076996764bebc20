package org.affidavit.sessionlog.note;

import java.text.ParseException;
import java.util.Base64;
import java.util.regex.Pattern;
import org.affidavit.sessionlog.tree.TreeHash;

/// The text of a checkpoint, C2SP tlog-checkpoint, without extension lines:
///
/// ```
/// origin LF
/// size LF              decimal, no leading zero
/// base64(root) LF      32 bytes
/// ```
public record CheckpointText(String origin, long size, byte[] root) {
    private static final Pattern SIZE = Pattern.compile("0|[1-9][0-9]{0,18}");

    /// As it is signed.
    public String format() {
        return origin + "\n" + size + "\n" + Base64.getEncoder().encodeToString(root) + "\n";
    }

    /// @throws ParseException if the text is not exactly one of a checkpoint
    public static CheckpointText parse(String text) throws ParseException {
        String[] lines = text.split("\n", -1);
        if (lines.length != 4 || lines[0].isEmpty() || !lines[3].isEmpty()) {
            throw new ParseException("A checkpoint has three lines", 0);
        }
        int sizeAt = lines[0].length() + 1;
        if (!SIZE.matcher(lines[1]).matches()) {
            throw new ParseException("The checkpoint's size is not a number", sizeAt);
        }
        try {
            byte[] root = Base64.getDecoder().decode(lines[2]);
            var checkpoint = new CheckpointText(lines[0], Long.parseLong(lines[1]), root);
            if (root.length != TreeHash.BYTES || !checkpoint.format().equals(text)) {
                throw new ParseException("The checkpoint's root is not 32 bytes", sizeAt);
            }
            return checkpoint;
        } catch (IllegalArgumentException e) {
            throw (ParseException)
                    new ParseException("The checkpoint cannot be read", sizeAt).initCause(e);
        }
    }

    /// Whether a text may name a log: a schema-less URL without white space or `+`.
    public static boolean isOrigin(String text) {
        return !text.isEmpty()
                && text.length() <= 255
                && text.chars().allMatch(c -> c > ' ' && c < 0x7F && c != '+');
    }
}
