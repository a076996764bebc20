package org.affidavit.gateway.masking;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.affidavit.gateway.policy.MaskingRule.Detector;
import org.jspecify.annotations.Nullable;

/// One pass over a text. Most pairs of characters say nothing; at the few that every value of some
/// kind must contain, the detector of that kind looks around.
final class Scan {
    /// By the character before, and the one to look around.
    private static final boolean[] WORTH = new boolean[128 * 128];

    static {
        for (int pair = 0; pair < WORTH.length; pair++) {
            WORTH[pair] = Keys.anchors(pair) || worth((char) (pair >> 7), (char) (pair & 127));
        }
    }

    private final String text;
    private final Set<Detector> wanted;
    private final List<Span> found = new ArrayList<>(2);

    // Up to where each kind was looked for.
    private int emails;
    private int numbers;
    private int keys;
    private int tokens;
    private int privateKeys;

    Scan(String text, Set<Detector> wanted) {
        this.text = text;
        this.wanted = wanted;
    }

    List<Span> run() {
        String scanned = text;
        int before = 0;
        for (int at = 0; at < scanned.length(); at++) {
            char c = scanned.charAt(at);
            if (c >= 128) {
                before = 0;
                continue;
            }
            if (WORTH[before << 7 | c]) {
                look(at, c);
            }
            before = c;
        }
        return found;
    }

    private static boolean worth(char before, char c) {
        return switch (c) {
            case '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> before < '0' || before > '9';
            case '@', '%' -> true;
            case '-' -> before == '-';
            case 'J', 'A' -> before == 'y';
            case 'w' -> before == 'e';
            default -> false;
        };
    }

    private void look(int at, char c) {
        if (c >= '0' && c <= '9') {
            number(at);
            return;
        }
        switch (c) {
            case '@' -> email(at, at + 1);
            case '%' -> {
                if (text.startsWith("40", at + 1)) {
                    email(at, at + 3);
                }
            }
            case '-' -> {
                key(at);
                privateKey(at - 1);
            }
            case 'J' -> token(at - 2);
            case 'A' -> {
                key(at);
                token(at - 2);
            }
            case 'w' -> token(at - 1);
            default -> key(at);
        }
    }

    /// @param mark where the `@` is
    /// @param domain what is behind it
    private void email(int mark, int domain) {
        Span span = mark < emails ? null : Emails.around(text, emails, mark, domain);
        emails = add(span, emails);
    }

    private void number(int at) {
        if (at >= numbers) {
            numbers = add(Numbers.at(text, at), numbers);
        }
    }

    private void key(int at) {
        if (at >= keys) {
            keys = add(Keys.around(text, at), keys);
        }
    }

    private void token(int at) {
        if (at >= tokens && Secrets.beginsToken(text, at)) {
            Span span = Secrets.token(text, at);
            tokens = Math.max(add(span, tokens), Secrets.headerEnd(text, at));
        }
    }

    private void privateKey(int at) {
        if (at >= privateKeys) {
            privateKeys = add(Secrets.privateKey(text, at), privateKeys);
        }
    }

    /// The end of what was found, whether it is wanted or not: a part of it is nothing else.
    private int add(@Nullable Span span, int before) {
        if (span == null) {
            return before;
        }
        if (wanted.contains(span.detector())) {
            found.add(span);
        }
        return span.to();
    }
}
