package org.affidavit.sessionlog.anchor;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.text.ParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.affidavit.sessionlog.note.CheckpointText;
import org.affidavit.sessionlog.note.SignedNote;
import org.affidavit.sessionlog.tree.ConsistencyProof;
import org.affidavit.sessionlog.tree.TreeHash;

/// What a log sends to a witness, C2SP tlog-witness `add-checkpoint`:
///
/// ```
/// request = "old " size LF *63(base64(hash) LF) LF checkpoint
/// ```
///
/// @param old size of the newest checkpoint that the witness cosigned, as the log knows it
/// @param proof that the checkpoint's tree begins with the old one
/// @param note the checkpoint
/// @param text what the checkpoint says
public record AddCheckpoint(long old, List<byte[]> proof, SignedNote note, CheckpointText text) {
    /// Longest request, in bytes.
    public static final int BYTES_MAX = SignedNote.BYTES_MAX + (4 << 10);

    private static final Pattern OLD = Pattern.compile("old (0|[1-9][0-9]{0,18})");

    public AddCheckpoint {
        proof = List.copyOf(proof);
    }

    /// The request's body.
    public byte[] format() {
        var body = new StringBuilder("old " + old + "\n");
        for (byte[] hash : proof) {
            body.append(Base64.getEncoder().encodeToString(hash)).append('\n');
        }
        return body.append('\n').append(note.format()).toString().getBytes(UTF_8);
    }

    /// @throws ParseException if the body is not in exactly this form
    public static AddCheckpoint parse(byte[] body) throws ParseException {
        int blank = blankLine(body);
        if (body.length > BYTES_MAX || blank < 0) {
            throw new ParseException("A request is a size, a proof, an empty line and a note", 0);
        }
        String[] lines = new String(body, 0, blank, UTF_8).split("\n", -1);
        var old = OLD.matcher(lines[0]);
        if (!old.matches() || lines.length - 1 > ConsistencyProof.PATH_MAX) {
            throw new ParseException("The old size or the proof is in no form", 0);
        }
        SignedNote note = SignedNote.parse(Arrays.copyOfRange(body, blank + 2, body.length));
        CheckpointText text = CheckpointText.parse(note.text());
        try {
            var proof = new ArrayList<byte[]>();
            for (int i = 1; i < lines.length; i++) {
                proof.add(hash(lines[i]));
            }
            return new AddCheckpoint(Long.parseLong(old.group(1)), proof, note, text);
        } catch (IllegalArgumentException e) {
            throw (ParseException) new ParseException("The proof is in no form", 0).initCause(e);
        }
    }

    private static byte[] hash(String line) {
        byte[] hash = Base64.getDecoder().decode(line);
        if (hash.length != TreeHash.BYTES
                || !Base64.getEncoder().encodeToString(hash).equals(line)) {
            throw new IllegalArgumentException("Not a hash");
        }
        return hash;
    }

    private static int blankLine(byte[] body) {
        for (int i = 0; i + 1 < body.length; i++) {
            if (body[i] == '\n' && body[i + 1] == '\n') {
                return i;
            }
        }
        return -1;
    }
}
