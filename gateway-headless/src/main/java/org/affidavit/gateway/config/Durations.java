package org.affidavit.gateway.config;

import java.time.Duration;

/// Durations as operators write them: a number and a unit, such as `15m`.
public final class Durations {
    private Durations() {}

    /// @param written fits the schema's pattern for durations
    public static Duration parse(String written) {
        int digits = 0;
        while (digits < written.length() && Character.isDigit(written.charAt(digits))) {
            digits++;
        }
        long amount = Long.parseLong(written.substring(0, digits));
        String unit = written.substring(digits);
        return switch (unit) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            case "d" -> Duration.ofDays(amount);
            default -> throw new IllegalArgumentException("No such unit of time: " + unit);
        };
    }

    /// The shortest way to write a duration exactly.
    public static String format(Duration duration) {
        long millis = duration.toMillis();
        if (millis % 1000 != 0) {
            return millis + "ms";
        }
        long seconds = millis / 1000;
        if (seconds % 86_400 == 0) {
            return seconds / 86_400 + "d";
        }
        if (seconds % 3_600 == 0) {
            return seconds / 3_600 + "h";
        }
        return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }
}
