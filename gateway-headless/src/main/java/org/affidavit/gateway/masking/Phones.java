package org.affidavit.gateway.masking;

import static org.affidavit.gateway.masking.Characters.digit;
import static org.affidavit.gateway.masking.Characters.oneOf;
import static org.affidavit.gateway.masking.Characters.word;

import java.util.ArrayList;
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
    private static final int GROUPS_MAX = 8;

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
        return fits && country(groups.digits()) ? groups.end() : 0;
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
                (american(groups) && groups.sameSeparators()) || european(groups) || abroad(groups);
        boolean part =
                groups.lengths().equals(List.of(4, 4, 4))
                        && oneOf(text, start - 1, " ")
                        && digit(text, start - 2);
        return number && !part && endsNational(text, groups.end()) ? groups.end() : 0;
    }

    /// True for what may follow a plus.
    private static boolean country(String digits) {
        if (digits.length() < DIGITS_MIN || digits.length() > DIGITS_MAX) {
            return false;
        }
        if (digits.charAt(0) == '1') {
            return digits.length() == 11 && american(digits.substring(1));
        }
        return digits.charAt(0) != '0' && !UNASSIGNED.contains(Characters.two(digits, 0));
    }

    /// Two zeros in the place of the plus, as it is dialled in most countries.
    private static boolean abroad(Groups groups) {
        return groups.lengths().size() >= 3
                && groups.digits().startsWith("00")
                && country(groups.digits().substring(2));
    }

    /// Area and exchange begin with 2 to 9, and never with 11 behind that: 911 is a service.
    private static boolean american(String ten) {
        return ten.charAt(0) >= '2'
                && ten.charAt(3) >= '2'
                && !ten.startsWith("11", 1)
                && !ten.startsWith("11", 4);
    }

    /// With the 1 for long distance in front or without.
    private static boolean american(Groups groups) {
        String digits = groups.digits();
        if (groups.lengths().equals(List.of(1, 3, 3, 4))) {
            return digits.charAt(0) == '1' && american(digits.substring(1));
        }
        return groups.lengths().equals(List.of(3, 3, 4)) && american(digits);
    }

    /// A trunk zero, then pairs as in France, or an area and one or two groups.
    private static boolean european(Groups groups) {
        String digits = groups.digits();
        if (digits.length() < 10 || digits.charAt(0) != '0' || digits.charAt(1) == '0') {
            return false;
        }
        if (groups.lengths().equals(List.of(2, 2, 2, 2, 2))) {
            return groups.sameSeparators();
        }
        boolean hyphen = groups.separators().equals("-");
        return (hyphen || groups.separators().chars().allMatch(c -> " /".indexOf(c) >= 0))
                && german(groups);
    }

    /// An area of three to five digits with its zero, and one or two groups.
    private static boolean german(Groups groups) {
        List<Integer> lengths = groups.lengths();
        int count = groups.digits().length();
        boolean area = lengths.getFirst() >= 3 && lengths.getFirst() <= 5;
        boolean rest = lengths.stream().skip(1).allMatch(length -> length >= 3 && length <= 8);
        return groups.digits().charAt(0) == '0'
                && area
                && rest
                && count >= 10
                && count <= 12
                && (lengths.size() == 2 || lengths.size() == 3);
    }

    /// Digits in groups, as far as they go, and never much more than a number may have.
    private record Groups(String digits, List<Integer> lengths, String separators, int end) {
        static Groups read(String text, int start, String allowed) {
            StringBuilder digits = new StringBuilder(DIGITS_MAX + 1);
            StringBuilder separators = new StringBuilder(GROUPS_MAX);
            List<Integer> lengths = new ArrayList<>(GROUPS_MAX);
            int at = start;
            int end = start;
            while (digits.length() <= DIGITS_MAX && lengths.size() < GROUPS_MAX) {
                int from = at;
                while (digit(text, at) && digits.length() <= DIGITS_MAX) {
                    digits.append(text.charAt(at++));
                }
                lengths.add(at - from);
                end = at;
                int next = at;
                while (next < at + 3 && oneOf(text, next, allowed)) {
                    next++;
                }
                if (next == at || !digit(text, next)) {
                    break;
                }
                separators.append(text.charAt(next - 1));
                at = next;
            }
            return new Groups(digits.toString(), lengths, separators.toString(), end);
        }

        boolean sameSeparators() {
            return separators.chars().distinct().count() == 1;
        }

        /// One dot and nothing else: a number with decimals.
        boolean decimal() {
            return separators.equals(".");
        }
    }
}
