package org.affidavit.gateway.masking;

import static org.affidavit.gateway.masking.Characters.digit;
import static org.affidavit.gateway.masking.Characters.oneOf;
import static org.affidavit.gateway.masking.Characters.word;

import org.affidavit.gateway.policy.MaskingRule.Detector;
import org.jspecify.annotations.Nullable;

/// Recognises numbers that states give to people: of the United States where it is grouped (it has
/// no check digit), of Germany, France and Spain by their check digits.
final class NationalIds {
    private static final String SPANISH = "TRWAGMYFPDXBNJZSQVHLCKE";
    private static final String JOINS = "-._";
    private static final int TAX_DIGITS = 11;
    private static final int NIR_CHARACTERS = 15;
    private static final int CORSICA = 6;
    private static final int DNI_DIGITS = 8;

    /// No number here begins with more digits than it has, or stands in one piece with fewer.
    static final int DIGITS_MIN = 6;

    private NationalIds() {}

    /// @param length of the digits up to the first other character
    /// @param joined true if that may be followed by more
    static @Nullable Span at(String text, int start, int length, boolean joined) {
        if (oneOf(text, start - 1, JOINS)) {
            return null;
        }
        boolean grouped =
                joined && oneOf(text, start + length, " .") && digit(text, start + length + 1);
        boolean sex = oneOf(text, start, "12");
        if (sex && (grouped || length == NIR_CHARACTERS || oneOf(text, start + length, "AB"))) {
            Span nir = span(start, nir(text, start), Detector.FR_NIR);
            if (nir != null) {
                return nir;
            }
        }
        if (length == TAX_DIGITS || (grouped && length <= 3)) {
            Span tax = span(start, tax(text, start), Detector.DE_TAX_ID);
            if (tax != null) {
                return tax;
            }
        }
        if (length == 3) {
            return span(start, ssn(text, start), Detector.SSN);
        }
        boolean dni = length == DNI_DIGITS || (grouped && length == 2);
        return dni ? span(start, dni(text, start), Detector.ES_DNI) : null;
    }

    /// A Spanish number that begins with a letter.
    static @Nullable Span foreigner(String text, int start) {
        boolean starts = !word(text, start - 1) && !oneOf(text, start - 1, JOINS);
        return starts ? span(start, dni(text, start), Detector.ES_DNI) : null;
    }

    private static @Nullable Span span(int from, int to, Detector detector) {
        return to > from ? new Span(from, to, detector) : null;
    }

    /// Area, group and serial, parted by the same hyphen or space; none of them all zeros.
    private static int ssn(String text, int start) {
        int end = start + 11;
        boolean parted =
                oneOf(text, start + 3, "- ")
                        && end <= text.length()
                        && text.charAt(start + 6) == text.charAt(start + 3);
        if (!parted || !ends(text, end)) {
            return 0;
        }
        for (int i = 0; i < 11; i++) {
            if (i != 3 && i != 6 && !digit(text, start + i)) {
                return 0;
            }
        }
        String number = text.subSequence(start, end).toString();
        boolean given =
                !number.startsWith("000")
                        && !number.startsWith("666")
                        && number.charAt(0) != '9'
                        && !number.startsWith("00", 4)
                        && !number.startsWith("0000", 7);
        return given ? end : 0;
    }

    /// Germany's: of the first ten digits exactly one comes twice or three times, and the eleventh
    /// checks by ISO 7064 mod 11,10.
    private static int tax(String text, int start) {
        int at = start;
        int product = 10;
        long times = 0;
        for (int i = 0; i < TAX_DIGITS - 1; i++) {
            if (!digit(text, at)) {
                return 0;
            }
            int value = text.charAt(at) - '0';
            times += 1L << (4 * value);
            int sum = (value + product) % 10;
            product = (sum == 0 ? 10 : sum) * 2 % 11;
            at = next(text, at);
        }
        boolean checks =
                digit(text, at)
                        && text.charAt(at) - '0' == (11 - product) % 10
                        && text.charAt(start) != '0';
        return checks && oneRepeated(times) && ends(text, at + 1) ? at + 1 : 0;
    }

    /// @param times how often each digit comes, four bits each
    private static boolean oneRepeated(long times) {
        int repeated = 0;
        for (long rest = times; rest != 0; rest >>>= 4) {
            if ((rest & 15) > 3) {
                return false;
            }
            repeated += (rest & 15) > 1 ? 1 : 0;
        }
        return repeated == 1;
    }

    /// France's: sex, year, month, department (2A and 2B are Corsica), commune, order, and a key
    /// that makes up to 97.
    private static int nir(String text, int start) {
        long number = 0;
        int at = start;
        for (int i = 0; i < NIR_CHARACTERS; i++) {
            at = i == 0 ? at : next(text, at);
            char c = Characters.at(text, at);
            if (i == CORSICA && number % 10 == 2 && (c == 'A' || c == 'B')) {
                number = number / 10 * 100 + (c == 'A' ? 19 : 18);
            } else if (digit(text, at)) {
                number = number * 10 + c - '0';
            } else {
                return 0;
            }
        }
        long month = number / 10_000_000_000L % 100;
        boolean born = (month >= 1 && month <= 12) || (month >= 20 && month <= 42) || month >= 50;
        boolean checks = 97 - number / 100 % 97 == number % 100;
        return born && checks && ends(text, at + 1) ? at + 1 : 0;
    }

    /// The place behind a digit, and behind one space or dot.
    private static int next(String text, int at) {
        return oneOf(text, at + 1, " .") ? at + 2 : at + 1;
    }

    /// Spain's: eight digits, with dots or without, for foreigners X, Y or Z and seven, and a
    /// letter that checks them.
    private static int dni(String text, int start) {
        int value = Math.max(0, "XYZ".indexOf(text.charAt(start)));
        int at = start;
        boolean dots = oneOf(text, start + 2, ".");
        for (int count = 0; count < DNI_DIGITS; count++) {
            if (dots && (count == 2 || count == 5) && !oneOf(text, at++, ".")) {
                return 0;
            }
            if (digit(text, at)) {
                value = value * 10 + text.charAt(at) - '0';
            } else if (at > start) {
                return 0;
            }
            at++;
        }
        int letter = oneOf(text, at, "-") ? at + 1 : at;
        boolean checks =
                letter < text.length() && text.charAt(letter) == SPANISH.charAt(value % 23);
        return checks && ends(text, letter + 1) ? letter + 1 : 0;
    }

    private static boolean ends(String text, int at) {
        return !word(text, at) && !(oneOf(text, at, "-._") && word(text, at + 1));
    }
}
