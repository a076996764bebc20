package org.affidavit.index.query;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.affidavit.index.QueryProblem;

/// Reads times: instants, days (UTC), words, and times relative to now.
final class TimeReader {
    private static final Pattern RELATIVE = Pattern.compile("-(\\d{1,6})([smhdwM])");
    private static final String HELP =
            "Write -24h, -7d, today, 2026-11-22, 2026-11-22T14:00:00Z, or a range like"
                    + " 2026-11-01..2026-11-07.";

    private final Instant now;

    TimeReader(Instant now) {
        this.now = now;
    }

    /// The stretch that a field and a value mean together.
    Query.During read(Field field, String value, int position) throws QueryProblem {
        int dots = value.indexOf("..");
        if (dots >= 0) {
            String from = value.substring(0, dots);
            String to = value.substring(dots + 2);
            return forward(
                    new Query.During(
                            from.isEmpty() ? Instant.MIN : one(from, position).from(),
                            to.isEmpty() ? Instant.MAX : one(to, position + dots + 2).to()),
                    position);
        }
        Query.During one = one(value, position);
        return switch (field) {
            case SINCE -> new Query.During(one.from(), Instant.MAX);
            case UNTIL -> new Query.During(Instant.MIN, one.to());
            // Alone, a relative time means the stretch since then.
            default -> isRelative(value) ? new Query.During(one.from(), now) : one;
        };
    }

    private static Query.During forward(Query.During range, int position) throws QueryProblem {
        if (range.to().isBefore(range.from())) {
            throw new QueryProblem(
                    position, "This range ends before it begins. Write the earlier time first.");
        }
        return range;
    }

    private static boolean isRelative(String value) {
        return RELATIVE.matcher(value).matches();
    }

    private Query.During one(String value, int position) throws QueryProblem {
        Matcher relative = RELATIVE.matcher(value);
        if (relative.matches()) {
            int count = Integer.parseInt(relative.group(1));
            return instant(back(count, relative.group(2).charAt(0)));
        }
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        try {
            return switch (value.toLowerCase(Locale.ROOT)) {
                case "now" -> new Query.During(now, now);
                case "today" -> day(today);
                case "yesterday" -> day(today.minusDays(1));
                default ->
                        value.contains("T")
                                ? instant(Instant.parse(value))
                                : day(LocalDate.parse(value));
            };
        } catch (DateTimeException e) {
            throw new QueryProblem(position, "\"" + value + "\" is not a time. " + HELP);
        }
    }

    private Instant back(int count, char unit) {
        return switch (unit) {
            case 's' -> now.minus(count, ChronoUnit.SECONDS);
            case 'm' -> now.minus(count, ChronoUnit.MINUTES);
            case 'h' -> now.minus(count, ChronoUnit.HOURS);
            case 'd' -> now.minus(count, ChronoUnit.DAYS);
            case 'w' -> now.minus(7L * count, ChronoUnit.DAYS);
            default -> now.atZone(ZoneOffset.UTC).minus(Period.ofMonths(count)).toInstant();
        };
    }

    private static Query.During instant(Instant at) {
        return new Query.During(at, at.plusNanos(1));
    }

    private static Query.During day(LocalDate date) {
        return new Query.During(
                date.atStartOfDay(ZoneOffset.UTC).toInstant(),
                date.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant());
    }
}
