package org.affidavit.gateway.masking;

import org.affidavit.gateway.policy.MaskingRule.Keep;

/// What stands in the place of a masked text.
final class Replacement {
    private static final String MASKED = "[masked]";
    private static final int LAST = 4;

    /// A value this short would be mostly what is kept.
    private static final int LAST4_LENGTH_MIN = 8;

    private Replacement() {}

    static String of(String value, Keep keep) {
        return switch (keep) {
            case NONE -> MASKED;
            case DOMAIN -> domain(value);
            case LAST4 -> last4(value);
        };
    }

    private static String domain(String value) {
        int at = value.lastIndexOf('@');
        String domain = value.substring(at + 1);
        boolean plain =
                at > 0
                        && !domain.isEmpty()
                        && value.indexOf('@') == at
                        && domain.chars()
                                .allMatch(
                                        c -> Character.isLetterOrDigit(c) || c == '.' || c == '-');
        return plain ? "****@" + domain : MASKED;
    }

    private static String last4(String value) {
        StringBuilder kept = new StringBuilder();
        int characters = 0;
        for (int i = value.length() - 1; i >= 0; i--) {
            char c = value.charAt(i);
            if (Character.isLetterOrDigit(c)) {
                characters++;
                if (kept.length() < LAST) {
                    kept.insert(0, c);
                }
            }
        }
        return characters < LAST4_LENGTH_MIN ? MASKED : "**** **** **** " + kept;
    }
}
