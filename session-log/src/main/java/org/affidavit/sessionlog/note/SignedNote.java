package org.affidavit.sessionlog.note;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/// A C2SP signed note, version 1.0.0:
///
/// ```
/// note      = text LF 1*signature
/// text      = 1*line                    every line ends in LF; this is what is signed
/// signature = "— " name " " base64(key-id(4) || signature bytes) LF
/// ```
///
/// @param text the signed text, with its last line feed
/// @param signatures in order
public record SignedNote(String text, List<Signature> signatures) {
    /// Longest note read, in bytes.
    public static final int BYTES_MAX = 64 << 10;

    private static final int SIGNATURES_MAX = 16;
    private static final String MARK = "— ";
    private static final int KEY_ID_BYTES = 4;

    public SignedNote {
        signatures = List.copyOf(signatures);
    }

    /// One signature line.
    ///
    /// @param keyId four bytes, lower-case hex
    public record Signature(String name, String keyId, byte[] bytes) {
        /// As it stands in a note, with its line feed.
        public String line() {
            byte[] id = HexFormat.of().parseHex(keyId);
            byte[] blob = Arrays.copyOf(id, id.length + bytes.length);
            System.arraycopy(bytes, 0, blob, id.length, bytes.length);
            return MARK + name + " " + Base64.getEncoder().encodeToString(blob) + "\n";
        }
    }

    /// The note as it is stored.
    public String format() {
        var note = new StringBuilder(text).append('\n');
        signatures.forEach(signature -> note.append(signature.line()));
        return note.toString();
    }

    /// Reads a note; refuses every byte that [#format] would not have written.
    ///
    /// @throws ParseException with the position where it stops being a note
    public static SignedNote parse(byte[] bytes) throws ParseException {
        return parse(bytes, BYTES_MAX);
    }

    /// Reads a note that may be longer, or must be shorter, than others.
    ///
    /// @throws ParseException as above
    public static SignedNote parse(byte[] bytes, int bytesMax) throws ParseException {
        if (bytes.length > bytesMax) {
            throw new ParseException("The note is too long", bytesMax);
        }
        String whole = utf8(bytes);
        int blank = whole.lastIndexOf("\n\n");
        if (blank < 1 || !whole.endsWith("\n") || blank + 2 == whole.length()) {
            throw new ParseException("A note is a text, an empty line and signatures", 0);
        }
        var note = new SignedNote(whole.substring(0, blank + 1), lines(whole, blank + 2));
        if (!note.format().equals(whole)) {
            throw new ParseException("A signature line is not in its one form", blank);
        }
        return note;
    }

    /// Reads signature lines that stand alone.
    ///
    /// @throws ParseException if they are not in their one form
    public static List<Signature> signatures(String text) throws ParseException {
        if (!text.endsWith("\n")) {
            throw new ParseException("Signature lines end with a line feed", text.length());
        }
        List<Signature> signatures = lines(text, 0);
        var again = new StringBuilder();
        signatures.forEach(signature -> again.append(signature.line()));
        if (!again.toString().equals(text)) {
            throw new ParseException("A signature line is not in its one form", 0);
        }
        return signatures;
    }

    private static List<Signature> lines(String text, int from) throws ParseException {
        var signatures = new ArrayList<Signature>();
        int at = from;
        while (at < text.length()) {
            int end = text.indexOf('\n', at);
            signatures.add(signature(text.substring(at, end), at));
            at = end + 1;
        }
        if (signatures.size() > SIGNATURES_MAX) {
            throw new ParseException("There are too many signatures", at);
        }
        return signatures;
    }

    private static Signature signature(String line, int at) throws ParseException {
        String[] parts = line.startsWith(MARK) ? line.substring(2).split(" ", -1) : new String[0];
        if (parts.length != 2 || parts[0].isEmpty() || parts[0].contains("+")) {
            throw new ParseException("Not a signature line", at);
        }
        try {
            byte[] blob = Base64.getDecoder().decode(parts[1]);
            if (blob.length <= KEY_ID_BYTES) {
                throw new ParseException("A signature is too short", at);
            }
            String id = HexFormat.of().formatHex(blob, 0, KEY_ID_BYTES);
            return new Signature(parts[0], id, Arrays.copyOfRange(blob, KEY_ID_BYTES, blob.length));
        } catch (IllegalArgumentException e) {
            throw (ParseException) new ParseException("A signature is not base64", at).initCause(e);
        }
    }

    private static String utf8(byte[] bytes) throws ParseException {
        String text;
        try {
            text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw (ParseException) new ParseException("The note is not UTF-8", 0).initCause(e);
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < ' ' && c != '\n') || c == 0x7F) {
                throw new ParseException("The note holds a control character", i);
            }
        }
        return text;
    }
}
