package org.affidavit.sessionlog;

import java.text.ParseException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.affidavit.sessionlog.SessionBook.Account;
import org.affidavit.sessionlog.encode.Leaf;
import org.affidavit.sessionlog.event.SessionId;
import org.affidavit.sessionlog.tree.CompactRange;

/// What the writer knew at a checkpoint: with it, the next life reads only what was written since.
///
/// ```
/// size 1000000 <root>                             the checkpoint's
/// segment 999424 27816 <sha256>                   first record of the newest segment, how much of
///                                                 it there was, and SHA-256 of that much
/// vault 91244                                     how much of its vault file there was
/// devices 17 204                                  records about device keys
/// period 2026-11-22T00:00:00Z 12 <hash> <hash>    since when the period runs, how many sessions it
///                                                 opened, and the right edge of its tree
/// session <ulid> 999871 <hash> 3 <hash> <hash>    each that is open: which record opened it, leaf
///                                                 hash of its newest, how many, right edge of its tree
/// ```
///
/// Hashes are lower-case hex. It is a note of the writer to itself, and says nothing to anybody
/// else.
///
/// @param root lower-case hex
/// @param devices indexes of the records that enrol or revoke device keys: a later life needs all
///   of them
/// @param open sessions, in the order of their opening
record Bookmark(
        long size,
        String root,
        Place place,
        List<Long> devices,
        Instant periodFrom,
        CompactRange period,
        Map<SessionId, Account> open) {
    private static final int HASH_DIGITS = 64;

    /// Where the files ended.
    ///
    /// @param first index of the first record of the newest segment
    /// @param segmentLength in bytes
    /// @param segmentSha256 over these bytes, lower-case hex
    /// @param vaultLength of the vault file beside it, in bytes
    record Place(long first, long segmentLength, String segmentSha256, long vaultLength) {}

    String text() {
        var text = new StringBuilder();
        line(text, "size", size, root);
        line(text, "segment", place.first(), place.segmentLength(), place.segmentSha256());
        line(text, "vault", place.vaultLength());
        line(text, Stream.concat(Stream.of("devices"), devices.stream()).toArray());
        line(text, "period", periodFrom, edge(period));
        open.forEach((session, account) ->
                line(
                        text,
                        "session",
                        session,
                        account.opening(),
                        account.previous(),
                        edge(account.range())));
        return text.toString();
    }

    private static void line(StringBuilder text, Object... words) {
        for (int i = 0; i < words.length; i++) {
            text.append(i == 0 ? "" : " ").append(words[i]);
        }
        text.append('\n');
    }

    private static String edge(CompactRange range) {
        var words = new StringBuilder().append(range.size());
        range.subtrees().forEach(root -> words.append(' ').append(Leaf.hex(root)));
        return words.toString();
    }

    /// @throws ParseException if [#text] did not write it
    static Bookmark parse(String text) throws ParseException {
        List<String> lines = text.lines().toList();
        if (lines.size() < 5) {
            throw new ParseException("A bookmark has at least five lines", 0);
        }
        try {
            String[] size = words(lines.get(0), "size", 3);
            String[] segment = words(lines.get(1), "segment", 4);
            String[] vault = words(lines.get(2), "vault", 2);
            String[] devices = words(lines.get(3), "devices", 1);
            String[] period = words(lines.get(4), "period", 3);
            return new Bookmark(
                    Long.parseLong(size[1]),
                    hash(size[2]),
                    new Place(
                            Long.parseLong(segment[1]),
                            Long.parseLong(segment[2]),
                            hash(segment[3]),
                            Long.parseLong(vault[1])),
                    Arrays.stream(devices).skip(1).map(Long::valueOf).toList(),
                    Instant.parse(period[1]),
                    range(period, 2),
                    open(lines.subList(5, lines.size())));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw (ParseException)
                    new ParseException("A line of the bookmark cannot be read", 0).initCause(e);
        }
    }

    private static Map<SessionId, Account> open(List<String> lines) {
        var open = new LinkedHashMap<SessionId, Account>();
        for (String line : lines) {
            String[] words = words(line, "session", 5);
            open.put(
                    new SessionId(words[1]),
                    new Account(Long.parseLong(words[2]), hash(words[3]), range(words, 4)));
        }
        return open;
    }

    private static String[] words(String line, String name, int atLeast) {
        String[] words = line.split(" ", -1);
        if (words.length < atLeast || !words[0].equals(name)) {
            throw new IllegalArgumentException("No line that begins with " + name);
        }
        return words;
    }

    private static CompactRange range(String[] words, int from) {
        var subtrees = new ArrayList<byte[]>();
        for (int i = from + 1; i < words.length; i++) {
            subtrees.add(HexFormat.of().parseHex(hash(words[i])));
        }
        return CompactRange.of(Long.parseLong(words[from]), subtrees);
    }

    private static String hash(String word) {
        if (word.length() != HASH_DIGITS) {
            throw new IllegalArgumentException("No hash");
        }
        return word;
    }
}
