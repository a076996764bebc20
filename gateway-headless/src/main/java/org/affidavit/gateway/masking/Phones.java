package org.affidavit.gateway.masking;

import static org.affidavit.gateway.masking.Characters.digit;
import static org.affidavit.gateway.masking.Characters.oneOf;
import static org.affidavit.gateway.masking.Characters.word;

import java.util.ArrayList;
import java.util.List;
import org.affidavit.gateway.policy.MaskingRule.Detector;

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

    static void find(CharSequence text, List<Span> found) {
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c != '+' && c != '(' && (c < '0' || c > '9')) {
                continue;
            }
            int end = c == '+' ? international(text, at) : national(text, at);
            if (end > 0) {
                found.add(new Span(at, end, Detector.PHONE));
                at = end - 1;
            }
        }
    }

    private static int international(CharSequence text, int plus) {
        if (word(text, plus - 1) || oneOf(text, plus - 1, "+/_") || !digit(text, plus + 1)) {
            return 0;
        }
        Groups groups = Groups.read(text, plus + 1, " -./()\u00a0");
        String digits = groups.digits();
        boolean fits =
                digits.length() >= DIGITS_MIN
                        && digits.length() <= DIGITS_MAX
                        && !groups.decimal()
                        && !word(text, groups.end());
        return fits && country(digits) ? groups.end() : 0;
    }

    private static boolean country(String digits) {
        if (digits.charAt(0) == '1') {
            return digits.length() == 11 && american(digits.substring(1));
        }
        return digits.charAt(0) != '0' && !UNASSIGNED.contains(Characters.two(digits, 0));
    }

    /// Area and exchange begin with 2 to 9, and never with 11 behind that: 911 is a service.
    private static boolean american(String ten) {
        return ten.charAt(0) >= '2'
                && ten.charAt(3) >= '2'
                && !ten.startsWith("11", 1)
                && !ten.startsWith("11", 4);
    }

    private static int national(CharSequence text, int start) {
        if (word(text, start - 1) || oneOf(text, start - 1, "+-./_#$(,")) {
            return 0;
        }
        boolean bracket = text.charAt(start) == '(';
        int first = bracket ? start + 1 : start;
        if (!digit(text, first)) {
            return 0;
        }
        Groups groups = Groups.read(text, first, bracket ? " -)" : " -./\u00a0");
        boolean ends =
                !word(text, groups.end())
                        && !(oneOf(text, groups.end(), "-/_.,") && word(text, groups.end() + 1));
        return ends && (american(groups, bracket) || (!bracket && european(groups)))
                ? groups.end()
                : 0;
    }

    private static boolean american(Groups groups, boolean bracket) {
        return groups.lengths().equals(List.of(3, 3, 4))
                && american(groups.digits())
                && (bracket || groups.sameSeparators());
    }

    /// A trunk zero, then pairs as in France, or an area and one or two groups.
    private static boolean european(Groups groups) {
        String digits = groups.digits();
        List<Integer> lengths = groups.lengths();
        if (digits.length() < 10 || digits.charAt(0) != '0' || digits.charAt(1) == '0') {
            return false;
        }
        if (lengths.equals(List.of(2, 2, 2, 2, 2))) {
            return groups.sameSeparators();
        }
        boolean area = lengths.getFirst() >= 3 && lengths.getFirst() <= 5;
        boolean rest = lengths.stream().skip(1).allMatch(length -> length >= 3 && length <= 8);
        return area
                && rest
                && digits.length() <= 12
                && (lengths.size() == 2 || lengths.size() == 3)
                && groups.separators().chars().allMatch(c -> " /\u00a0".indexOf(c) >= 0);
    }

    /// Digits in groups, as far as they go, and never much more than a number may have.
    private record Groups(String digits, List<Integer> lengths, String separators, int end) {
        static Groups read(CharSequence text, int start, String allowed) {
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
