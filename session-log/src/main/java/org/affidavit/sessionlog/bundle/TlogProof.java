package org.affidavit.sessionlog.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.text.ParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.affidavit.sessionlog.note.SignedNote;
import org.affidavit.sessionlog.tree.TreeHash;

/// A C2SP tlog-proof, which shows that a record lies in the log of a checkpoint:
///
/// ```
/// c2sp.org/tlog-proof@v1 LF
/// index decimal LF
/// *(base64(hash) LF)         from the leaf's sibling up
/// LF
/// checkpoint                 a signed note
/// ```
///
/// @param path hashes from the leaf's sibling up
/// @param checkpoint the exact note
public record TlogProof(long index, List<byte[]> path, String checkpoint) {
    /// No proof is longer: 63 hashes and a note.
    public static final int BYTES_MAX = 4_096 + SignedNote.BYTES_MAX;

    private static final String MAGIC = "c2sp.org/tlog-proof@v1\n";
    private static final Pattern INDEX = Pattern.compile("index (0|[1-9][0-9]{0,18})");

    public TlogProof {
        path = List.copyOf(path);
    }

    /// The proof as it is stored.
    public String format() {
        var text = new StringBuilder(MAGIC).append("index ").append(index).append('\n');
        path.forEach(hash -> text.append(Base64.getEncoder().encodeToString(hash)).append('\n'));
        return text.append('\n').append(checkpoint).toString();
    }

    /// Whether it begins like a proof, whatever follows.
    public static boolean isOne(byte[] bytes) {
        byte[] magic = MAGIC.getBytes(UTF_8);
        return Arrays.equals(
                bytes, 0, Math.min(bytes.length, magic.length), magic, 0, magic.length);
    }

    /// @throws ParseException if these are not exactly the bytes of a proof
    public static TlogProof parse(byte[] bytes) throws ParseException {
        if (bytes.length > BYTES_MAX) {
            throw new ParseException("it is too long", BYTES_MAX);
        }
        String text = new String(bytes, UTF_8);
        int blank = text.indexOf("\n\n");
        if (!text.startsWith(MAGIC) || blank < MAGIC.length()) {
            throw new ParseException("it does not begin like a proof", 0);
        }
        List<String> lines = text.substring(MAGIC.length(), blank).lines().toList();
        var index = INDEX.matcher(lines.getFirst());
        if (!index.matches()) {
            throw new ParseException("it has no index", MAGIC.length());
        }
        var path = new ArrayList<byte[]>();
        try {
            for (String line : lines.subList(1, lines.size())) {
                path.add(Base64.getDecoder().decode(line));
            }
            var proof =
                    new TlogProof(Long.parseLong(index.group(1)), path, text.substring(blank + 2));
            if (path.stream().allMatch(hash -> hash.length == TreeHash.BYTES)
                    && proof.format().equals(text)) {
                return proof;
            }
        } catch (IllegalArgumentException e) {
            throw (ParseException) new ParseException("a hash is none", 0).initCause(e);
        }
        throw new ParseException("it is not in its one form", 0);
    }
}
