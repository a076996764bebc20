package org.affidavit.evidence.report;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/// How instants, durations and numbers read. One form for the whole packet, whatever the machine's
/// language: instants in UTC and down to the millisecond, thousands apart.
public final class Wording {
    private static final DateTimeFormatter INSTANT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS 'UTC'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter SECOND =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Wording() {}

    public static String instant(Instant at) {
        return INSTANT.format(at);
    }

    /// For covers and headings.
    public static String second(Instant at) {
        return SECOND.format(at.truncatedTo(ChronoUnit.SECONDS));
    }

    /// The time of day, where the date stands above.
    public static String clock(Instant at) {
        return CLOCK.format(at);
    }

    public static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /// A number and its noun: `1 session`, `2 sessions`.
    public static String count(long value, String noun) {
        return number(value) + " " + (value == 1 ? noun : noun + "s");
    }

    public static String duration(Duration took) {
        if (took.compareTo(Duration.ofSeconds(1)) < 0) {
            return took.toMillis() + " ms";
        }
        if (took.compareTo(Duration.ofMinutes(1)) < 0) {
            return String.format(Locale.ROOT, "%.1f s", took.toMillis() / 1000.0);
        }
        long hours = took.toHours();
        String minutes = took.toMinutesPart() + " min " + took.toSecondsPart() + " s";
        return hours == 0 ? minutes : number(hours) + " h " + minutes;
    }

    /// An amount of bytes, exact.
    public static String bytes(long bytes) {
        return count(bytes, "byte");
    }

    /// The words of an enum constant: `SESSION_ENDED` is `session ended`.
    static String words(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
