package org.affidavit.gateway.masking;

import java.util.Set;
import org.affidavit.gateway.policy.MaskingRule.Detector;
import org.jspecify.annotations.Nullable;

/// Recognises e-mail addresses whose domain has a dot. `/`, `=`, `?` and `&` may stand in a name,
/// but far more often in front of one, in addresses of the web and in logs, and end it here.
final class Emails {
    private static final int LOCAL_MAX = 64;
    private static final int DOMAIN_MAX = 253;
    private static final String LOCAL = ".!#$%'*+^_`{|}~-";

    /// A picture for a screen with more points, such as `logo@2x.png`.
    private static final Set<String> PICTURES = Set.of("png", "jpg", "jpeg", "gif", "webp", "svg");

    private Emails() {}

    /// @param floor what is before belongs to something else
    /// @param mark where the `@` or `%40` begins
    /// @param domain where it ends
    static @Nullable Span around(String text, int floor, int mark, int domain) {
        int from = mark;
        int stop = Math.max(floor, mark - LOCAL_MAX);
        while (from > stop && local(text.charAt(from - 1))) {
            from--;
        }
        while (from < mark && "'.".indexOf(text.charAt(from)) >= 0) {
            from++;
        }
        int to = from < mark ? domainEnd(text, domain) : 0;
        boolean found =
                to > domain && !repository(text, from, mark, to) && !picture(text, domain, to);
        return found ? new Span(from, to, Detector.EMAIL) : null;
    }

    private static boolean local(char c) {
        return Character.isLetterOrDigit(c) || Character.isSurrogate(c) || LOCAL.indexOf(c) >= 0;
    }

    /// The end of a domain with a dot and a top level of two letters or more; 0 if there is none.
    private static int domainEnd(String text, int start) {
        int end = 0;
        int label = start;
        int limit = Math.min(text.length(), start + DOMAIN_MAX);
        int at = start;
        boolean dotted = false;
        while (at <= limit) {
            char c = at < limit ? text.charAt(at) : ' ';
            if (Character.isLetterOrDigit(c) || c == '-') {
                at++;
                continue;
            }
            boolean top = dotted && at - label >= 2 && Character.isLetter(text.charAt(label));
            if (top) {
                end = at;
            }
            if (c != '.' || at == label) {
                break;
            }
            dotted = true;
            label = ++at;
        }
        return end;
    }

    /// `git@github.com:someone/something`: nobody's address.
    private static boolean repository(String text, int from, int mark, int to) {
        return mark - from == 3 && text.startsWith("git", from) && Characters.oneOf(text, to, ":/");
    }

    private static boolean picture(String text, int domain, int to) {
        return to - domain <= 8
                && text.startsWith("x.", domain + 1)
                && PICTURES.contains(text.substring(domain + 3, to));
    }
}
