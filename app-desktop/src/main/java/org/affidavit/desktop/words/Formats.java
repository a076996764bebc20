package org.affidavit.desktop.words;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Times in UTC, durations, counts and sizes, always written the same way.
public final class Formats {
    private static final DateTimeFormatter SHORT =
            DateTimeFormatter.ofPattern("dd MMM HH:mm:ss", Locale.ENGLISH).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter LONG =
            DateTimeFormatter.ofPattern("dd MMM yyyy HH:mm:ss", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter EXACT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS 'UTC'", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    private Formats() {}

    /// Day and second: `22 Nov 14:02:11`.
    public static String moment(Instant at) {
        return SHORT.format(at);
    }

    /// With the year: `22 Nov 2026 14:02:11`.
    public static String day(Instant at) {
        return LONG.format(at);
    }

    /// To the millisecond, with the zone.
    public static String exact(Instant at) {
        return EXACT.format(at);
    }

    /// Time of day: `14:02:11`.
    public static String clock(Instant at) {
        return CLOCK.format(at);
    }

    /// A length of time in the two largest units that matter: `3 ms`, `1.4 s`, `2 m 05 s`.
    public static String span(Duration length) {
        long millis = Math.max(0, length.toMillis());
        if (millis < 1000) {
            return millis + " ms";
        }
        if (millis < 60_000) {
            return String.format(Locale.ENGLISH, "%.1f s", millis / 1000.0);
        }
        return millis < 3_600_000
                ? String.format(Locale.ENGLISH, "%d m %02d s", millis / 60_000, millis / 1000 % 60)
                : String.format(
                        Locale.ENGLISH, "%d h %02d m", millis / 3_600_000, millis / 60_000 % 60);
    }

    /// Place in a recording: `00:03:12.402`.
    public static String offset(Duration since) {
        long millis = Math.max(0, since.toMillis());
        return String.format(
                Locale.ENGLISH,
                "%02d:%02d:%02d.%03d",
                millis / 3_600_000,
                millis / 60_000 % 60,
                millis / 1000 % 60,
                millis % 1000);
    }

    /// Time left, by the second: `04:59`.
    public static String countdown(Duration left) {
        long seconds = Math.max(0, left.toSeconds());
        return String.format(Locale.ENGLISH, "%02d:%02d", seconds / 60, seconds % 60);
    }

    /// With commas between thousands, as in `9,214,331` and everywhere else in Affidavit.
    public static String count(long number) {
        return String.format(Locale.ENGLISH, "%,d", number);
    }

    /// In the unit that fits: `812 B`, `14.2 MB`.
    public static String size(long bytes) {
        if (bytes < 1000) {
            return bytes + " B";
        }
        double rest = bytes;
        for (String unit : new String[] {"kB", "MB", "GB"}) {
            rest /= 1000;
            if (rest < 1000) {
                return String.format(Locale.ENGLISH, "%.1f %s", rest, unit);
            }
        }
        return String.format(Locale.ENGLISH, "%.1f TB", rest / 1000);
    }

    /// The two ends of a hash, for lists; the whole is always in the details.
    public static String hash(String hex) {
        return hex.length() <= 20
                ? hex
                : hex.substring(0, 8) + "\u2026" + hex.substring(hex.length() - 8);
    }
}
