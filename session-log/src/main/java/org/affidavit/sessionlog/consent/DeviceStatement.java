package org.affidavit.sessionlog.consent;

import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.affidavit.sessionlog.encode.CanonicalJson;
import org.affidavit.sessionlog.encode.Malformed;

/// What a device key signs about a device key: that it is, or is no longer, this person's at this
/// gateway. Signed by the key itself it proves that the sender holds it; signed by another key of
/// the same person it vouches for it.
///
/// @param issuer of the person, as their token names it
/// @param subject of the person, as their token names it
/// @param thumbprint RFC 7638 SHA-256 thumbprint of the key that it is about, base64url
/// @param origin of the gateway's log: a statement for one gateway counts at no other
/// @param at when it was signed; it counts for a short while only
public record DeviceStatement(
        Kind kind, String issuer, String subject, String thumbprint, String origin, Instant at) {
    private static final Set<String> FIELDS =
            Set.of("at", "issuer", "origin", "subject", "thumbprint", "type");

    /// What is stated. Each has a type of its own in the JSON, so that one never passes for the
    /// other.
    public enum Kind {
        ENROLMENT("affidavit-enrolment-v1"),
        REVOCATION("affidavit-revocation-v1");

        private final String type;

        Kind(String type) {
            this.type = type;
        }
    }

    /// The bytes that are signed, as RFC 8785 canonical JSON.
    ///
    /// @throws IllegalArgumentException if a field has no UTF-8 form
    public String canonical() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    byte[] bytes() {
        SortedMap<String, Object> fields = new TreeMap<>();
        fields.put("at", at.toString());
        fields.put("issuer", issuer);
        fields.put("origin", origin);
        fields.put("subject", subject);
        fields.put("thumbprint", thumbprint);
        fields.put("type", kind.type);
        try {
            return CanonicalJson.write(fields);
        } catch (Malformed e) {
            throw new IllegalArgumentException("A field has no UTF-8 form", e);
        }
    }

    /// Reads exactly what [#bytes] writes: other spellings of the same JSON are refused.
    static DeviceStatement parse(byte[] json) throws ParseException {
        try {
            SortedMap<String, Object> fields = CanonicalJson.read(json);
            if (!FIELDS.equals(fields.keySet())) {
                throw new ParseException("Not the fields of a statement about a device key", 0);
            }
            var read =
                    new DeviceStatement(
                            kind(text(fields, "type")),
                            text(fields, "issuer"),
                            text(fields, "subject"),
                            text(fields, "thumbprint"),
                            text(fields, "origin"),
                            Instant.parse(text(fields, "at")));
            if (!Arrays.equals(read.bytes(), json)) {
                throw new ParseException("Not canonical JSON", 0);
            }
            return read;
        } catch (Malformed | DateTimeException | IllegalArgumentException e) {
            throw new ParseException("Not a statement about a device key", 0);
        }
    }

    private static Kind kind(String type) throws ParseException {
        for (Kind kind : Kind.values()) {
            if (kind.type.equals(type)) {
                return kind;
            }
        }
        throw new ParseException("Neither an enrolment nor a revocation", 0);
    }

    private static String text(SortedMap<String, Object> fields, String name)
            throws ParseException {
        if (!(fields.get(name) instanceof String text)) {
            throw new ParseException("The field " + name + " is not text", 0);
        }
        return text;
    }
}
