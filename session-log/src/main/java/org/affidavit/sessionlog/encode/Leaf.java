package org.affidavit.sessionlog.encode;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.affidavit.sessionlog.event.Event;
import org.affidavit.sessionlog.event.SessionEvent;
import org.affidavit.sessionlog.event.SessionId;

/// One leaf of the log: canonical JSON, hashed exactly as stored.
///
/// ```
/// {"boot":"<uuid>",                    the writer's life
///  "e":{…},                            the event's own fields, see SessionEventCodec
///  "key":{"len":"512","off":"100","sha256":"<hex>"},
///                                      the wrapped key of the session's payloads: where its frame
///                                      begins in the vault file of the record's segment, length
///                                      and hash of the stored bytes; only on `session.opened`
///  "n":"42",                           index of the record
///  "p":"<hex>",                        leaf hash of the record before in the session; absent on
///                                      the first of a session and outside sessions
///  "pay":{"key":"40","len":"96","n":3,"off":"640","root":"<hex>","sha256":"<hex>"},
///                                      the payload: the record that has its key; frame, length
///                                      and hash of the stored bytes as above; how many units it
///                                      has and the root over them
///  "q":7,                              number in the session, from 0; only in sessions
///  "s":"<ulid>",                       the session; only in sessions
///  "t":"command.intended",             what happened
///  "total":{"count":9,"root":"<hex>"}, only on the record that ends a session
///  "ts":"2026-11-22T20:24:09.123456789Z",
///  "v":1}
/// ```
///
/// Numbers of 64 bits are decimal strings. There is exactly one way to write a leaf: [#read]
/// refuses bytes that [#bytes] would not have written. It does so by reading strictly, each value
/// in its one form, rather than by writing again, which would take a third of a verification.
///
/// @param index place in the log
/// @param boot the writer's life
public record Leaf(
        long index,
        UUID boot,
        Event event,
        Optional<Link> link,
        Optional<Total> total,
        Optional<KeyFrame> key,
        Optional<Commitment> payload) {
    /// Longest leaf, in bytes.
    public static final int BYTES_MAX = 65_535;

    private static final int VERSION = 1;
    private static final int HASH_DIGITS = 64;

    /// Zero for the digits of lower-case hex.
    private static final byte[] HASH_DIGIT = new byte[128];

    static {
        Arrays.fill(HASH_DIGIT, (byte) 1);
        for (char digit : "0123456789abcdef".toCharArray()) {
            HASH_DIGIT[digit] = 0;
        }
    }

    /// Place in the session.
    ///
    /// @param previous leaf hash of the record before in the session; empty for the first
    public record Link(int sequence, String previous) {}

    /// What the end of a session says of it.
    public record Total(int count, String root) {}

    /// What the first leaf of a session says of the session's wrapped key.
    ///
    /// @param offset where its frame begins in the vault file
    public record KeyFrame(long offset, long length, String sha256) {}

    /// What a leaf says of its payload.
    ///
    /// @param keyRecord index of the record that has its key
    /// @param offset where its frame begins in the vault file
    /// @param sha256 of the stored bytes
    /// @param units how many the payload has
    /// @param root over the units
    public record Commitment(
            long keyRecord, long offset, long length, String sha256, int units, String root) {}

    /// The stored form.
    ///
    /// @throws Malformed if the event has no such form: too long, or a text without UTF-8 form
    public byte[] bytes() throws Malformed {
        var out =
                new Fields()
                        .put("boot", boot.toString())
                        .put("e", EventCodec.fields(event))
                        .put("n", index)
                        .put("t", EventCodec.type(event))
                        .put("ts", event.at())
                        .put("v", VERSION);
        if (event instanceof SessionEvent inSession) {
            out.put("s", inSession.session().value());
        }
        link.ifPresent(present -> putLink(out, present));
        total.ifPresent(present ->
                out.put(
                        "total",
                        new Fields().put("count", present.count()).put("root", present.root())));
        key.ifPresent(present -> out.put("key", keyFrame(present)));
        payload.ifPresent(present -> out.put("pay", commitment(present)));
        byte[] bytes = CanonicalJson.write(out.map());
        if (bytes.length > BYTES_MAX) {
            throw new Malformed(
                    String.format(
                            Locale.ROOT,
                            "a leaf of %d bytes, at most %d",
                            bytes.length,
                            BYTES_MAX));
        }
        return bytes;
    }

    /// What kind of event it is, as it stands in the stored form.
    public String type() {
        return EventCodec.type(event);
    }

    /// Reads the stored form.
    ///
    /// @throws Malformed if these are not exactly the bytes of a leaf
    public static Leaf read(byte[] bytes) throws Malformed {
        if (bytes.length > BYTES_MAX) {
            throw new Malformed("a leaf is too long");
        }
        return readFields(FieldsIn.of(bytes));
    }

    private static Leaf readFields(FieldsIn in) throws Malformed {
        if (in.number("v") != VERSION) {
            throw new Malformed("a leaf of an unknown version");
        }
        Optional<String> session = in.maybeText("s");
        Optional<SessionId> id =
                session.isPresent() ? Optional.of(id(session.get())) : Optional.empty();
        FieldsIn own = in.object("e");
        Event event = EventCodec.read(in.text("t"), id, in.time("ts"), own);
        own.done();
        boolean ends =
                event instanceof SessionEvent.SessionClosed
                        || event instanceof SessionEvent.SessionAborted;
        var leaf =
                new Leaf(
                        in.wideNumber("n"),
                        uuid(in.text("boot")),
                        event,
                        id.isPresent() ? Optional.of(readLink(in)) : Optional.empty(),
                        ends ? Optional.of(readTotal(in.object("total"))) : Optional.empty(),
                        event instanceof SessionEvent.SessionOpened
                                ? Optional.of(readKeyFrame(in.object("key")))
                                : Optional.empty(),
                        event instanceof SessionEvent ? readCommitment(in) : Optional.empty());
        if (leaf.key().isPresent() && leaf.payload().isEmpty()) {
            throw new Malformed("a session is opened, and nothing says by whom");
        }
        in.done();
        return leaf;
    }

    private static void putLink(Fields out, Link link) {
        out.put("q", link.sequence());
        if (!link.previous().isEmpty()) {
            out.put("p", link.previous());
        }
    }

    private static Link readLink(FieldsIn in) throws Malformed {
        int sequence = in.number("q");
        return new Link(sequence, sequence == 0 ? "" : hash(in, "p"));
    }

    private static Total readTotal(FieldsIn in) throws Malformed {
        var total = new Total(in.number("count"), hash(in, "root"));
        in.done();
        return total;
    }

    private static Fields keyFrame(KeyFrame key) {
        return new Fields()
                .put("len", key.length())
                .put("off", key.offset())
                .put("sha256", key.sha256());
    }

    private static KeyFrame readKeyFrame(FieldsIn in) throws Malformed {
        var key = new KeyFrame(in.wideNumber("off"), in.wideNumber("len"), hash(in, "sha256"));
        in.done();
        return key;
    }

    private static Fields commitment(Commitment payload) {
        return new Fields()
                .put("key", payload.keyRecord())
                .put("len", payload.length())
                .put("n", payload.units())
                .put("off", payload.offset())
                .put("root", payload.root())
                .put("sha256", payload.sha256());
    }

    private static Optional<Commitment> readCommitment(FieldsIn leaf) throws Malformed {
        Optional<FieldsIn> found = leaf.maybeObject("pay");
        if (found.isEmpty()) {
            return Optional.empty();
        }
        FieldsIn in = found.get();
        var payload =
                new Commitment(
                        in.wideNumber("key"),
                        in.wideNumber("off"),
                        in.wideNumber("len"),
                        hash(in, "sha256"),
                        in.number("n"),
                        hash(in, "root"));
        in.done();
        return Optional.of(payload);
    }

    private static String hash(FieldsIn in, String name) throws Malformed {
        String text = in.text(name);
        if (!isHash(text)) {
            throw new Malformed(name + " is not a SHA-256 in lower-case hex");
        }
        return text;
    }

    /// Digits are as good as random, so this has no branch to guess for each.
    private static boolean isHash(String text) {
        int wrong = text.length() - HASH_DIGITS;
        for (int i = 0; i < text.length(); i++) {
            wrong |= HASH_DIGIT[text.charAt(i) & 0x7F] | (text.charAt(i) & ~0x7F);
        }
        return wrong == 0;
    }

    private static UUID uuid(String text) throws Malformed {
        try {
            UUID uuid = UUID.fromString(text);
            if (uuid.toString().equals(text)) {
                return uuid;
            }
        } catch (IllegalArgumentException e) {
            throw new Malformed("boot is not a UUID", e);
        }
        throw new Malformed("boot is a UUID not in canonical form");
    }

    private static SessionId id(String text) throws Malformed {
        try {
            return new SessionId(text);
        } catch (IllegalArgumentException e) {
            throw new Malformed("s is not a session id", e);
        }
    }

    /// Lower-case hex, as leaves write hashes.
    public static String hex(byte[] hash) {
        return HexFormat.of().formatHex(hash);
    }
}
