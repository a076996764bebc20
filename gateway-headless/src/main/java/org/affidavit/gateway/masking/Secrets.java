package org.affidavit.gateway.masking;

import static org.affidavit.gateway.masking.Characters.oneOf;
import static org.affidavit.gateway.masking.Characters.word;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.affidavit.gateway.policy.MaskingRule.Detector;

/// Recognises what opens other systems: keys of well-known services by their prefix, JSON web
/// tokens, and private keys in PEM.
final class Secrets {
    private static final String HYPHENS = "-----";
    private static final String BEGIN = HYPHENS + "BEGIN ";
    private static final String END = HYPHENS + "END ";
    private static final int LABEL_MAX = 64;
    private static final int HEADER_MIN = 10;
    private static final int JWS_PARTS = 3;
    private static final int JWE_PARTS = 5;

    /// By first character, so that most places in a text are passed over at once.
    private static final Map<Character, List<Key>> KEYS =
            Stream.of(
                            new Key("AKIA", 16, 16, ""),
                            new Key("ASIA", 16, 16, ""),
                            new Key("AIza", 35, 35, "-_"),
                            new Key("AGE-SECRET-KEY-1", 58, 58, ""),
                            new Key("ghp_", 36, Integer.MAX_VALUE, ""),
                            new Key("gho_", 36, Integer.MAX_VALUE, ""),
                            new Key("ghu_", 36, Integer.MAX_VALUE, ""),
                            new Key("ghs_", 36, Integer.MAX_VALUE, ""),
                            new Key("ghr_", 36, Integer.MAX_VALUE, ""),
                            new Key("github_pat_", 22, Integer.MAX_VALUE, "_"),
                            new Key("glpat-", 20, Integer.MAX_VALUE, "-_."),
                            new Key("xoxa-", 10, Integer.MAX_VALUE, "-"),
                            new Key("xoxb-", 10, Integer.MAX_VALUE, "-"),
                            new Key("xoxe-", 10, Integer.MAX_VALUE, "-"),
                            new Key("xoxp-", 10, Integer.MAX_VALUE, "-"),
                            new Key("xoxr-", 10, Integer.MAX_VALUE, "-"),
                            new Key("xoxs-", 10, Integer.MAX_VALUE, "-"),
                            new Key("xapp-", 10, Integer.MAX_VALUE, "-"),
                            new Key("sk_live_", 16, Integer.MAX_VALUE, ""),
                            new Key("rk_live_", 16, Integer.MAX_VALUE, ""),
                            new Key("sk_test_", 16, Integer.MAX_VALUE, ""),
                            new Key("rk_test_", 16, Integer.MAX_VALUE, ""),
                            new Key("whsec_", 24, Integer.MAX_VALUE, "+/"),
                            new Key("sk-ant-", 20, Integer.MAX_VALUE, "-_"),
                            new Key("sk-proj-", 20, Integer.MAX_VALUE, "-_"),
                            new Key("npm_", 36, 36, ""),
                            new Key("hf_", 30, Integer.MAX_VALUE, ""),
                            new Key("shpat_", 32, 32, ""),
                            new Key("dop_v1_", 64, 64, ""))
                    .collect(Collectors.groupingBy(key -> key.prefix().charAt(0)));

    private Secrets() {}

    static void keys(String text, List<Span> found) {
        for (int at = 0; at < text.length(); at++) {
            if (!oneOf(text, at, "Aghnrswxd") || word(text, at - 1)) {
                continue;
            }
            for (Key key : KEYS.getOrDefault(text.charAt(at), List.of())) {
                int end = key.end(text, at);
                if (end > 0) {
                    found.add(new Span(at, end, Detector.API_KEY));
                    at = end - 1;
                    break;
                }
            }
        }
    }

    /// A header that begins as a JSON object does, and two more parts, or four if it is encrypted.
    static void tokens(String text, List<Span> found) {
        int at = text.indexOf("eyJ");
        while (at >= 0) {
            int header = run(text, at, "-_");
            int end = header;
            if (!word(text, at - 1) && !oneOf(text, at - 1, "-_") && header - at >= HEADER_MIN) {
                end = token(text, at, header, found);
            }
            at = text.indexOf("eyJ", end);
        }
    }

    /// Looks on from behind a token, or from behind what only looked like its header.
    private static int token(String text, int from, int header, List<Span> found) {
        int part = header;
        int third = 0;
        int parts = 1;
        while (parts < JWE_PARTS && oneOf(text, part, ".")) {
            part = run(text, part + 1, "-_");
            parts++;
            third = parts == JWS_PARTS ? part : third;
        }
        boolean signed = third > 0 && text.startsWith("eyJ", header + 1);
        if (!signed && parts != JWE_PARTS) {
            return header;
        }
        int end = signed ? third : part;
        found.add(new Span(from, end, Detector.JWT));
        return end;
    }

    /// A key that is cut off is masked to the end of the text.
    static void privateKeys(String text, List<Span> found) {
        int at = text.indexOf(BEGIN);
        while (at >= 0) {
            int behind = label(text, at + BEGIN.length());
            if (behind == 0) {
                at = text.indexOf(BEGIN, at + 1);
                continue;
            }
            int closing = text.indexOf(END, behind);
            int end = closing < 0 ? 0 : label(text, closing + END.length());
            int to = end == 0 ? text.length() : end;
            found.add(new Span(at, to, Detector.PRIVATE_KEY));
            at = text.indexOf(BEGIN, to);
        }
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

    private static int run(String text, int start, String more) {
        int at = start;
        while (word(text, at) || oneOf(text, at, more)) {
            at++;
        }
        return at;
    }

    /// @param min how many characters follow the prefix at least
    /// @param more characters beside letters and digits
    private record Key(String prefix, int min, int max, String more) {
        /// 0 if there is none. What is too short is never long, so trying every place stays linear.
        int end(String text, int start) {
            if (!text.startsWith(prefix, start)) {
                return 0;
            }
            int from = start + prefix.length();
            int limit =
                    max == Integer.MAX_VALUE
                            ? text.length()
                            : Math.min(text.length(), from + max + 1);
            int at = from;
            while (at < limit && (word(text, at) || oneOf(text, at, more))) {
                at++;
            }
            return at - from >= min && at - from <= max ? at : 0;
        }
    }
}
