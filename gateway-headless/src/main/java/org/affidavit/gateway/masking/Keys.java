package org.affidavit.gateway.masking;

import static org.affidavit.gateway.masking.Characters.oneOf;
import static org.affidavit.gateway.masking.Characters.word;

import java.util.List;
import java.util.stream.Stream;
import org.affidavit.gateway.policy.MaskingRule.Detector;
import org.jspecify.annotations.Nullable;

/// Recognises keys of well-known services by their prefix and length.
///
/// Each prefix is noticed by one of its characters that is rare in texts, its anchor, and the one
/// before that: looking up two characters passes over nearly every place at once.
final class Keys {
    /// From the rarest on.
    private static final String ANCHORS = "_=-.KzAp";

    private static final int MANY = Integer.MAX_VALUE;
    private static final List<Key> KNOWN =
            Stream.of(
                            Stream.of("AKIA", "ASIA").map(name -> new Key(name, 16, 16, "")),
                            Stream.of("ghp_", "gho_", "ghu_", "ghs_", "ghr_")
                                    .map(name -> new Key(name, 36, MANY, "")),
                            Stream.of("xoxa-", "xoxb-", "xoxe-", "xoxp-", "xoxr-", "xoxs-", "xapp-")
                                    .map(name -> new Key(name, 10, MANY, "-")),
                            Stream.of("sk_live_", "rk_live_", "sk_test_", "rk_test_")
                                    .map(name -> new Key(name, 16, MANY, "")),
                            Stream.of("shpat_", "shpss_", "shpca_", "shppa_", "dapi", "SK")
                                    .map(name -> new Key(name, 32, 32, "")),
                            Stream.of("dop_v1_", "doo_v1_", "dor_v1_")
                                    .map(name -> new Key(name, 64, 64, "")),
                            Stream.of("sk-ant-", "sk-proj-", "sq0csp-", "sq0atp-", "GOCSPX-")
                                    .map(name -> new Key(name, 20, MANY, "-_")),
                            Stream.of("sntrys_", "sntryu_", "ATATT3xFfGF0")
                                    .map(name -> new Key(name, 40, MANY, "-_+/=")),
                            Stream.of(
                                    new Key("AIza", 35, 35, "-_"),
                                    new Key("AGE-SECRET-KEY-1", 58, 58, ""),
                                    new Key("github_pat_", 22, MANY, "_"),
                                    new Key("glpat-", 20, MANY, "-_."),
                                    new Key("whsec_", 24, MANY, "+/"),
                                    new Key("npm_", 36, 36, ""),
                                    new Key("hf_", 30, MANY, ""),
                                    new Key("SG.", 60, 80, "-_."),
                                    new Key("pypi-AgE", 50, MANY, "-_"),
                                    new Key("AccountKey=", 86, 88, "+/="),
                                    new Key("https://hooks.slack.com/services/", 40, 90, "/"),
                                    new Key("glsa_", 40, 42, "_"),
                                    new Key("dckr_pat_", 27, 27, "-_"),
                                    new Key("ya29.", 40, MANY, "-_."),
                                    new Key("NRAK-", 27, 27, ""),
                                    new Key("xkeysib-", 64, 90, "-"),
                                    new Key("r8_", 37, 37, ""),
                                    new Key("sbp_", 40, 40, ""),
                                    new Key("ntn_", 40, 50, "")))
                    .flatMap(keys -> keys)
                    .toList();
    private static final Key[][] BY_ANCHOR = new Key[128 * 128][];

    static {
        for (int pair = 0; pair < BY_ANCHOR.length; pair++) {
            int wanted = pair;
            Key[] keys = KNOWN.stream().filter(key -> key.pair() == wanted).toArray(Key[]::new);
            BY_ANCHOR[pair] = keys;
        }
    }

    private Keys() {}

    /// True if some key has its anchor where these two characters are.
    static boolean anchors(int pair) {
        return BY_ANCHOR[pair].length > 0;
    }

    /// The key whose anchor is at a place.
    static @Nullable Span around(String text, int anchor) {
        char before = anchor == 0 ? '\uffff' : text.charAt(anchor - 1);
        if (before >= 128) {
            return null;
        }
        for (Key key : BY_ANCHOR[before * 128 + text.charAt(anchor)]) {
            int start = anchor - key.anchor();
            int end = word(text, start - 1) ? 0 : key.end(text, start);
            if (end > 0) {
                return new Span(start, end, Detector.API_KEY);
            }
        }
        return null;
    }

    /// @param min how many characters follow the prefix at least
    /// @param more characters beside letters and digits
    private record Key(String prefix, int min, int max, String more, int anchor) {
        Key(String prefix, int min, int max, String more) {
            this(prefix, min, max, more, anchor(prefix));
        }

        private static int anchor(String prefix) {
            return ANCHORS.chars()
                    .map(c -> prefix.indexOf(c, 1))
                    .filter(at -> at > 0)
                    .findFirst()
                    .orElseThrow();
        }

        int pair() {
            return prefix.charAt(anchor - 1) * 128 + prefix.charAt(anchor);
        }

        /// 0 if there is none. What is too short is never long, so trying every place stays linear.
        int end(String text, int start) {
            if (!text.startsWith(prefix, start)) {
                return 0;
            }
            int from = start + prefix.length();
            int limit = max == MANY ? text.length() : Math.min(text.length(), from + max + 1);
            int at = from;
            while (at < limit && (word(text, at) || oneOf(text, at, more))) {
                at++;
            }
            while (at > from && text.charAt(at - 1) == '.') {
                at--;
            }
            return at - from >= min && at - from <= max ? at : 0;
        }
    }
}
