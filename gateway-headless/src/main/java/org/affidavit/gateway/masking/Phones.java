package org.affidavit.gateway.masking;

import static org.affidavit.gateway.masking.Characters.digit;
import static org.affidavit.gateway.masking.Characters.oneOf;
import static org.affidavit.gateway.masking.Characters.word;

import java.util.List;
import org.affidavit.gateway.policy.MaskingRule.Detector;
import org.jspecify.annotations.Nullable;

/// Recognises telephone numbers: with a plus and a country's code, and the national forms of North
/// America, France, Germany and Britain where they are grouped as people write them.
///
/// A plain run of digits is never one: order numbers look the same. libphonenumber would know more
/// countries, but needs to be told the region of each number, and looks for candidates with regular
/// expressions that backtrack; an agent can choose the text that goes through here.
final class Phones {
    private static final int DIGITS_MIN = 8;
    private static final int DIGITS_MAX = 15;
    private static final long[] POWERS = new long[DIGITS_MAX + 2];

    static {
        POWERS[0] = 1;
        for (int i = 1; i < POWERS.length; i++) {
            POWERS[i] = POWERS[i - 1] * 10;
        }
    }

    /// Codes that ITU E.164 has not given to anybody, by their first two digits.
    private static final List<Integer> UNASSIGNED = List.of(28, 83, 89);

    private Phones() {}

    /// A number behind a plus or in brackets.
    ///
    /// @param mark the place of the plus or the bracket
    static @Nullable Span marked(String text, int mark) {
        int end =
                text.charAt(mark) == '+'
                        ? international(text, mark)
                        : startsNational(text, mark) ? bracketed(text, mark) : 0;
        return span(mark, end);
    }

    /// @param length of the first digits, behind which something else stands
    static @Nullable Span national(String text, int start, int length) {
        boolean likely =
                switch (text.charAt(start)) {
                    case '0' -> length >= 2 && length <= 5;
                    case '1' -> length == 1;
                    default -> length == 3;
                };
        return likely && startsNational(text, start) ? span(start, grouped(text, start)) : null;
    }

    private static @Nullable Span span(int from, int to) {
        return to > from ? new Span(from, to, Detector.PHONE) : null;
    }

    private static int international(String text, int plus) {
        if (word(text, plus - 1) || oneOf(text, plus - 1, "+/_") || !digit(text, plus + 1)) {
            return 0;
        }
        Groups groups = Groups.read(text, plus + 1, " -./()");
        boolean fits = !groups.decimal() && !word(text, groups.end());
        return fits && country(groups.number(), groups.count()) ? groups.end() : 0;
    }

    private static boolean startsNational(String text, int start) {
        return !word(text, start - 1) && !oneOf(text, start - 1, "+-./_#$(,");
    }

    private static boolean endsNational(String text, int end) {
        return !word(text, end) && !(oneOf(text, end, "-/_.,") && word(text, end + 1));
    }

    private static int bracketed(String text, int bracket) {
        Groups groups = Groups.read(text, bracket + 1, " -)");
        boolean number = american(groups) || german(groups);
        return number && endsNational(text, groups.end()) ? groups.end() : 0;
    }

    private static int grouped(String text, int start) {
        Groups groups = Groups.read(text, start, " -./");
        boolean number =
                (american(groups) && !groups.mixed()) || european(groups) || abroad(groups);
        boolean part =
                groups.shape() == 0x444 && oneOf(text, start - 1, " ") && digit(text, start - 2);
        return number && !part && endsNational(text, groups.end()) ? groups.end() : 0;
    }

    /// True for what may follow a plus.
    private static boolean country(long number, int count) {
        if (count < DIGITS_MIN || count > DIGITS_MAX) {
            return false;
        }
        int two = (int) (number / POWERS[count - 2]);
        if (two / 10 == 1) {
            return count == 11 && american(number % POWERS[10]);
        }
        return two >= 20 && !UNASSIGNED.contains(two);
    }

    /// Area and exchange begin with 2 to 9, and never with 11 behind that: 911 is a service.
    private static boolean american(long ten) {
        long area = ten / 10_000_000;
        long exchange = ten / 10_000 % 1_000;
        return area >= 200 && area % 100 != 11 && exchange >= 200 && exchange % 100 != 11;
    }

    /// With the 1 for long distance in front or without.
    private static boolean american(Groups groups) {
        boolean distance = groups.shape() == 0x1334 && groups.number() / POWERS[10] == 1;
        return (distance || groups.shape() == 0x334) && american(groups.number() % POWERS[10]);
    }

    /// A trunk zero, then pairs as in France, or an area and one or two groups.
    private static boolean european(Groups groups) {
        if (groups.zeros() != 1) {
            return false;
        }
        if (groups.shape() == 0x22222) {
            return !groups.mixed();
        }
        return (groups.loose() || (groups.separator() == '-' && groups.shape() < 0x100))
                && german(groups);
    }

    /// An area of three to five digits with its zero, and one or two groups.
    private static boolean german(Groups groups) {
        int shape = groups.shape();
        int last = shape & 15;
        int middle = shape < 0x100 ? last : shape >> 4 & 15;
        int area = shape < 0x100 ? shape >> 4 : shape >> 8;
        return groups.zeros() >= 1
                && groups.count() >= 10
                && groups.count() <= 12
                && area >= 3
                && area <= 5
                && middle >= 3
                && middle <= 8
                && last >= 3
                && last <= 8;
    }

    /// Two zeros in the place of the plus, as it is dialled in most countries.
    private static boolean abroad(Groups groups) {
        return groups.shape() >= 0x100
                && groups.zeros() == 2
                && country(groups.number(), groups.count() - 2);
    }

    /// Digits in groups, as far as they go, and never much more than a number may have.
    ///
    /// @param shape the lengths of the groups, four bits each
    /// @param separator what stands between groups; [#MIXED] if that differs, 0 for one group
    /// @param loose true if only spaces and slashes do
    private record Groups(
            long number, int count, int shape, char separator, boolean loose, int end) {
        static final char MIXED = '?';

        static Groups read(String text, int start, String allowed) {
            long number = 0;
            int count = 0;
            int shape = 0;
            char separator = 0;
            boolean loose = true;
            int at = start;
            while (true) {
                int from = at;
                while (count <= DIGITS_MAX && digit(text, at)) {
                    number = number * 10 + text.charAt(at++) - '0';
                    count++;
                }
                shape = shape << 4 | Math.min(15, at - from);
                int next = at;
                while (next < at + 3 && oneOf(text, next, allowed)) {
                    next++;
                }
                boolean more = next > at && digit(text, next) && count <= DIGITS_MAX;
                if (!more || shape >= 0x1000_0000) {
                    return new Groups(number, count, shape, separator, loose, at);
                }
                char last = text.charAt(next - 1);
                separator = separator == 0 || separator == last ? last : MIXED;
                loose &= last == ' ' || last == '/';
                at = next;
            }
        }

        boolean mixed() {
            return separator == MIXED;
        }

        /// How many zeros it begins with.
        int zeros() {
            int zeros = 0;
            while (zeros < count && number < POWERS[count - zeros - 1]) {
                zeros++;
            }
            return zeros;
        }

        /// One dot and nothing else: a number with decimals.
        boolean decimal() {
            return separator == '.' && shape < 0x100;
        }
    }
}
