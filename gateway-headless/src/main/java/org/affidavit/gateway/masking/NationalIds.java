package org.affidavit.gateway.masking;

import static org.affidavit.gateway.masking.Characters.digit;
import static org.affidavit.gateway.masking.Characters.oneOf;
import static org.affidavit.gateway.masking.Characters.two;
import static org.affidavit.gateway.masking.Characters.word;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.affidavit.gateway.policy.MaskingRule.Detector;

/// Recognises numbers that states give to people: of the United States where it is grouped (it has
/// no check digit), of Germany, France and Spain by their check digits.
final class NationalIds {
    private static final String SPANISH = "TRWAGMYFPDXBNJZSQVHLCKE";
    private static final int TAX_DIGITS = 11;
    private static final int NIR_CHARACTERS = 15;
    private static final int DNI_DIGITS = 8;

    private NationalIds() {}

    static void find(CharSequence text, Set<Detector> wanted, List<Span> found) {
        for (int at = 0; at < text.length(); at++) {
            boolean starts =
                    (digit(text, at) || oneOf(text, at, "XYZ"))
                            && !word(text, at - 1)
                            && !oneOf(text, at - 1, "-._");
            if (!starts) {
                continue;
            }
            look(at, wanted.contains(Detector.SSN) ? ssn(text, at) : 0, Detector.SSN, found);
            look(
                    at,
                    wanted.contains(Detector.DE_TAX_ID) ? tax(text, at) : 0,
                    Detector.DE_TAX_ID,
                    found);
            look(at, wanted.contains(Detector.FR_NIR) ? nir(text, at) : 0, Detector.FR_NIR, found);
            look(at, wanted.contains(Detector.ES_DNI) ? dni(text, at) : 0, Detector.ES_DNI, found);
        }
    }

    private static void look(int from, int to, Detector detector, List<Span> found) {
        if (to > from) {
            found.add(new Span(from, to, detector));
        }
    }

    /// Area, group and serial, parted by the same hyphen or space; none of them all zeros.
    private static int ssn(CharSequence text, int start) {
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
    private static int tax(CharSequence text, int start) {
        StringBuilder digits = new StringBuilder(TAX_DIGITS);
        int end = collect(text, start, TAX_DIGITS, digits);
        if (end == 0 || digits.charAt(0) == '0') {
            return 0;
        }
        int[] times = new int[10];
        int product = 10;
        for (int i = 0; i < TAX_DIGITS - 1; i++) {
            int value = Character.digit(digits.charAt(i), 10);
            if (value < 0) {
                return 0;
            }
            times[value]++;
            int sum = (value + product) % 10;
            product = (sum == 0 ? 10 : sum) * 2 % 11;
        }
        long repeated = Arrays.stream(times).filter(count -> count > 1).count();
        boolean structured = repeated == 1 && Arrays.stream(times).allMatch(count -> count <= 3);
        int check = (11 - product) % 10;
        return structured && check == Character.digit(digits.charAt(10), 10) ? end : 0;
    }

    /// France's: sex, year, month, department (2A and 2B are Corsica), commune, order, and a key
    /// that makes up to 97.
    private static int nir(CharSequence text, int start) {
        StringBuilder number = new StringBuilder(NIR_CHARACTERS);
        int end = collect(text, start, NIR_CHARACTERS, number);
        if (end == 0 || (number.charAt(0) != '1' && number.charAt(0) != '2')) {
            return 0;
        }
        char corsica = number.charAt(6);
        if (number.charAt(5) == '2' && (corsica == 'A' || corsica == 'B')) {
            number.replace(5, 7, corsica == 'A' ? "19" : "18");
        }
        for (int i = 0; i < NIR_CHARACTERS; i++) {
            if (!digit(number, i)) {
                return 0;
            }
        }
        int month = two(number, 3);
        boolean born = (month >= 1 && month <= 12) || (month >= 20 && month <= 42) || month >= 50;
        long rest = Long.parseLong(number, 0, 13, 10) % 97;
        return born && 97 - rest == two(number, 13) ? end : 0;
    }

    /// Spain's: eight digits, for foreigners X, Y or Z and seven, and a letter that checks them.
    private static int dni(CharSequence text, int start) {
        int value = Math.max(0, "XYZ".indexOf(text.charAt(start)));
        int at = start;
        while (at < start + DNI_DIGITS) {
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

    /// Reads digits and capital letters with single spaces between; the end, or 0 if there are more
    /// or fewer.
    private static int collect(CharSequence text, int start, int count, StringBuilder into) {
        int at = start;
        while (into.length() < count) {
            if (!digit(text, at) && !oneOf(text, at, "AB")) {
                return 0;
            }
            into.append(text.charAt(at++));
            if (into.length() < count && oneOf(text, at, " ")) {
                at++;
            }
        }
        return ends(text, at) ? at : 0;
    }

    private static boolean ends(CharSequence text, int at) {
        return !word(text, at) && !(oneOf(text, at, "-._") && word(text, at + 1));
    }
}
