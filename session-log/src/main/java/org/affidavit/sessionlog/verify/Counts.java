package org.affidavit.sessionlog.verify;

import java.util.Locale;

/// How findings write numbers: thousands apart, and one of a thing in the singular.
final class Counts {
    private Counts() {}

    static String of(long count, String noun) {
        return number(count) + " " + (count == 1 ? noun : noun + "s");
    }

    static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
