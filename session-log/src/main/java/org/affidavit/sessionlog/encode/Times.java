package org.affidavit.sessionlog.encode;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/// The one form of a time in a leaf: RFC 3339, UTC, nine decimals, such as
/// `2026-11-22T20:24:09.100000000Z`. Every leaf has one, so this is read and written by hand.
final class Times {
    private static final String SHAPE = "0000-00-00T00:00:00.000000000Z";
    private static final int SECONDS_A_DAY = 86_400;

    private Times() {}

    /// @throws Malformed if the year has not four digits
    static String write(Instant time, String name) throws Malformed {
        long days = Math.floorDiv(time.getEpochSecond(), SECONDS_A_DAY);
        int second = (int) Math.floorMod(time.getEpochSecond(), (long) SECONDS_A_DAY);
        LocalDate day = day(days, name);
        char[] out = SHAPE.toCharArray();
        put(out, 0, 4, day.getYear());
        put(out, 5, 2, day.getMonthValue());
        put(out, 8, 2, day.getDayOfMonth());
        put(out, 11, 2, second / 3_600);
        put(out, 14, 2, second / 60 % 60);
        put(out, 17, 2, second % 60);
        put(out, 20, 9, time.getNano());
        return new String(out);
    }

    private static LocalDate day(long days, String name) throws Malformed {
        try {
            LocalDate day = LocalDate.ofEpochDay(days);
            if (day.getYear() >= 0 && day.getYear() <= 9_999) {
                return day;
            }
        } catch (DateTimeException e) {
            throw new Malformed("the time " + name + " has no four-digit year", e);
        }
        throw new Malformed("the time " + name + " has no four-digit year");
    }

    private static void put(char[] out, int at, int digits, int number) {
        int rest = number;
        for (int i = at + digits - 1; i >= at; i--) {
            out[i] = (char) ('0' + rest % 10);
            rest /= 10;
        }
    }

    /// @param name of the field, for the message
    static Instant read(String text, String name) throws Malformed {
        checkShape(text, name);
        try {
            return LocalDateTime.of(
                            number(text, 0, 4),
                            number(text, 5, 2),
                            number(text, 8, 2),
                            number(text, 11, 2),
                            number(text, 14, 2),
                            number(text, 17, 2),
                            number(text, 20, 9))
                    .toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw new Malformed(name + " is not an RFC 3339 time", e);
        }
    }

    private static void checkShape(String text, String name) throws Malformed {
        boolean same = text.length() == SHAPE.length();
        for (int i = 0; same && i < SHAPE.length(); i++) {
            char c = text.charAt(i);
            char wanted = SHAPE.charAt(i);
            same = wanted == '0' ? c >= '0' && c <= '9' : c == wanted;
        }
        if (!same) {
            throw new Malformed(
                    name + " is not an RFC 3339 time in canonical form, with nine decimals");
        }
    }

    private static int number(String text, int at, int digits) {
        int number = 0;
        for (int i = at; i < at + digits; i++) {
            number = number * 10 + (text.charAt(i) - '0');
        }
        return number;
    }
}
