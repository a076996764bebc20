package org.affidavit.gateway.masking;

import static org.affidavit.gateway.masking.Characters.digit;
import static org.affidavit.gateway.masking.Characters.letter;
import static org.affidavit.gateway.masking.Characters.oneOf;

/// Recognises the numbers of payment cards: first digits and lengths that networks give out, and
/// the check digit. One in ten numbers checks by chance, so the groups count too: a number in the
/// groups that are printed on cards may have other numbers beside it, any other may not.
final class Cards {
    private static final int DIGITS_MIN = 13;
    private static final int DIGITS_MAX = 19;
    private static final int GROUP_MIN = 3;
    private static final String SEPARATORS = " -.";

    private Cards() {}

    /// The end of a card number that starts at a digit; 0 if there is none.
    static int end(String text, int start) {
        boolean beside = digit(text, start - 2) && oneOf(text, start - 1, SEPARATORS);
        var number = new CardDigits();
        int at = start;
        while (number.count < DIGITS_MAX && digit(text, at)) {
            number.add(text.charAt(at) - '0');
            at++;
            if (digit(text, at)) {
                continue;
            }
            boolean more = oneOf(text, at, SEPARATORS) && digit(text, at + 1);
            boolean printed = number.endGroup();
            boolean alone = !beside && !more && !letter(text, start - 1);
            if ((printed || alone) && number.issued() && number.checks()) {
                return at;
            }
            if (!more || number.group < GROUP_MIN) {
                return 0;
            }
            at++;
        }
        return 0;
    }

    /// The digits so far. Which of them count twice depends on how many come, so both sums are
    /// kept.
    private static final class CardDigits {
        private int count;
        private int first;
        private int group;
        private int length;
        private int shape;
        private int oddTwice;
        private int evenTwice;

        void add(int digit) {
            int twice = digit > 4 ? digit * 2 - 9 : digit * 2;
            oddTwice += (count & 1) == 0 ? digit : twice;
            evenTwice += (count & 1) == 0 ? twice : digit;
            first = count < 4 ? first * 10 + digit : first;
            count++;
            length++;
        }

        /// True if the groups so far are ones that are printed on cards, or one whole number.
        boolean endGroup() {
            boolean whole = shape == 0 && count >= DIGITS_MIN;
            shape = shape * 16 + length;
            group = length;
            length = 0;
            return whole || shape == 0x4444 || shape == 0x465 || shape == 0x464 || shape == 0x44443;
        }

        boolean checks() {
            return ((count & 1) == 0 ? evenTwice : oddTwice) % 10 == 0;
        }

        private boolean issued() {
            int two = first / 100;
            if (two / 10 == 4) {
                return count == 13 || count == 16 || count == 19;
            }
            if (two == 34 || two == 37) {
                return count == 15;
            }
            if (two == 30 || two == 36 || two == 38 || two == 39) {
                return count == 14 || count == 16;
            }
            if ((two >= 51 && two <= 55) || (first >= 2221 && first <= 2720)) {
                return count == 16;
            }
            return count >= 16 && (two / 10 == 5 || two / 10 == 6 || two == 35);
        }
    }
}
