package org.affidavit.sessionlog.encode;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.affidavit.sessionlog.event.Agent;
import org.affidavit.sessionlog.event.Payload;
import org.affidavit.sessionlog.event.Principal;
import org.affidavit.sessionlog.event.WireFrame;
import org.affidavit.sessionlog.event.WireFrame.Direction;
import org.affidavit.sessionlog.tree.TreeHash;

/// Who an agent is, as RFC 9901 (SD-JWT) disclosures, section 4.2.1: the record of a session's
/// opening has their digests, its payload has them.
///
/// ```
/// disclosure = base64url(["<salt>","<claim>","<value>"])    JSON as in a leaf; salt: base64url(16)
/// digest     = base64url(SHA-256(ASCII(disclosure)))
/// ```
///
/// There are always the same three, each a frame of its own, in the order of [#CLAIMS]; an owner
/// that the token does not name is an empty text, so that nobody can count whether there is one.
public final class AgentDisclosures {
    /// How many there are.
    static final int COUNT = 3;

    private static final List<String> CLAIMS = List.of("name", "owner", "sub");
    private static final int SALT_BYTES = 16;
    private static final int DIGEST_BYTES = 32;

    /// Longest disclosure, in bytes.
    private static final int BYTES_MAX = 65_535;

    private AgentDisclosures() {}

    /// What is written of an agent.
    ///
    /// @param agent for the record
    /// @param payload the disclosures
    public record Withholding(Agent.Withheld agent, Payload payload) {}

    /// @throws Malformed if a text is too long or has no UTF-8 form
    public static Withholding of(Principal agent, SecureRandom random) throws Malformed {
        var frames = new ArrayList<WireFrame>();
        var digests = new ArrayList<String>();
        var values = List.of(agent.name(), agent.owner(), agent.subject());
        for (int i = 0; i < COUNT; i++) {
            byte[] salt = new byte[SALT_BYTES];
            random.nextBytes(salt);
            byte[] disclosure = write(List.of(base64(salt), CLAIMS.get(i), values.get(i)));
            digests.add(digest(disclosure));
            frames.add(new WireFrame(Direction.DISCLOSURE, 0, disclosure));
        }
        digests.sort(null);
        return new Withholding(
                new Agent.Withheld(agent.issuer(), agent.groups(), digests), new Payload(frames));
    }

    private static byte[] write(List<String> parts) throws Malformed {
        var out = new JsonOut();
        out.value(parts);
        byte[] disclosure = Base64.getUrlEncoder().withoutPadding().encode(out.bytes());
        if (disclosure.length > BYTES_MAX) {
            throw new Malformed(
                    String.format(
                            Locale.ROOT,
                            "the %s of an agent is too long: %d bytes, at most %d",
                            parts.get(1),
                            disclosure.length,
                            BYTES_MAX));
        }
        return disclosure;
    }

    /// Who the agent is.
    ///
    /// @param agent what the record says
    /// @param payload of that record
    /// @throws Malformed if these are not exactly the disclosures that it commits to
    public static Principal read(Agent.Withheld agent, Payload payload) throws Malformed {
        List<WireFrame> frames = payload.frames();
        if (frames.size() != COUNT) {
            throw new Malformed("there are " + frames.size() + " and not " + COUNT);
        }
        var values = new ArrayList<String>();
        for (int i = 0; i < COUNT; i++) {
            WireFrame frame = frames.get(i);
            if (frame.direction() != Direction.DISCLOSURE || frame.micros() != 0) {
                throw new Malformed("what crossed the wire is among them");
            }
            values.add(value(frame.bytes(), CLAIMS.get(i)));
            if (!agent.digests().contains(digest(frame.bytes()))) {
                throw new Malformed("the record does not have the digest of " + CLAIMS.get(i));
            }
        }
        return new Principal(
                agent.issuer(), values.get(2), values.get(0), values.get(1), agent.groups());
    }

    private static String value(byte[] disclosure, String claim) throws Malformed {
        if (disclosure.length > BYTES_MAX) {
            throw new Malformed(claim + " is too long");
        }
        List<Object> parts = new JsonIn(plain(new String(disclosure, US_ASCII), claim)).list();
        if (parts.size() != COUNT
                || !(parts.get(0) instanceof String salt)
                || !(parts.get(1) instanceof String name)
                || !(parts.get(2) instanceof String value)) {
            throw new Malformed(claim + " is not a salt, a name and a text");
        }
        if (!name.equals(claim)) {
            throw new Malformed("another claim stands in the place of " + claim);
        }
        if (plain(salt, claim).length != SALT_BYTES) {
            throw new Malformed("the salt of " + claim + " has another length");
        }
        return value;
    }

    /// Whether a text can be a digest: 32 bytes in their one form.
    static boolean isDigest(String text) {
        try {
            return plain(text, "a digest").length == DIGEST_BYTES;
        } catch (Malformed e) {
            return false;
        }
    }

    private static byte[] plain(String text, String what) throws Malformed {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(text);
            if (base64(bytes).equals(text)) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            throw new Malformed(what + " is not base64url", e);
        }
        throw new Malformed(what + " is not in the one form of base64url");
    }

    private static String digest(byte[] disclosure) {
        return base64(TreeHash.sha256().digest(disclosure));
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
