package org.affidavit.gateway.masking;

import static org.affidavit.gateway.masking.Characters.oneOf;
import static org.affidavit.gateway.masking.Characters.word;

import org.affidavit.gateway.policy.MaskingRule.Detector;
import org.jspecify.annotations.Nullable;

/// Recognises JSON web tokens, and private keys in PEM.
final class Secrets {
    private static final String HYPHENS = "-----";
    private static final String BEGIN = HYPHENS + "BEGIN ";
    private static final String END = HYPHENS + "END ";
    private static final int LABEL_MAX = 64;
    private static final int HEADER_MIN = 10;
    private static final int JWS_PARTS = 3;
    private static final int JWE_PARTS = 5;

    private Secrets() {}

    /// What a JSON object begins with in base64: `{"`, `{` and a space, `{` and a new line.
    static boolean beginsToken(String text, int at) {
        return object(text, at) && !word(text, at - 1) && !oneOf(text, at - 1, "-_");
    }

    private static boolean object(String text, int at) {
        return text.startsWith("eyJ", at)
                || text.startsWith("eyA", at)
                || text.startsWith("ewo", at)
                || text.startsWith("ew0", at);
    }

    /// Where to look on if there is no token.
    static int headerEnd(String text, int start) {
        return run(text, start);
    }

    /// A header that begins as a JSON object does, and two more parts, or four if it is encrypted.
    static @Nullable Span token(String text, int start) {
        int header = run(text, start);
        int part = header;
        int third = 0;
        int parts = 1;
        while (parts < JWE_PARTS && oneOf(text, part, ".")) {
            part = run(text, part + 1);
            parts++;
            third = parts == JWS_PARTS ? part : third;
        }
        boolean signed = third > 0 && object(text, header + 1);
        if (header - start < HEADER_MIN || (!signed && parts != JWE_PARTS)) {
            return null;
        }
        return new Span(start, signed ? third : part, Detector.JWT);
    }

    /// A key that is cut off is masked to the end of the text.
    static @Nullable Span privateKey(String text, int start) {
        int behind = text.startsWith(BEGIN, start) ? label(text, start + BEGIN.length()) : 0;
        if (behind == 0) {
            return null;
        }
        int closing = text.indexOf(END, behind);
        int end = closing < 0 ? 0 : label(text, closing + END.length());
        return new Span(start, end == 0 ? text.length() : end, Detector.PRIVATE_KEY);
    }

    /// The end of a label that names a private key, and of its hyphens; 0 if it names none.
    private static int label(String text, int start) {
        String near = text.substring(start, Math.min(text.length(), start + LABEL_MAX));
        int hyphens = near.indexOf(HYPHENS);
        boolean named =
                hyphens >= 0
                        && (near.startsWith("PRIVATE KEY")
                                || near.substring(0, hyphens).contains(" PRIVATE KEY"));
        return named ? start + hyphens + HYPHENS.length() : 0;
    }

    private static int run(String text, int start) {
        int at = start;
        while (word(text, at) || oneOf(text, at, "-_")) {
            at++;
        }
        return at;
    }
}
