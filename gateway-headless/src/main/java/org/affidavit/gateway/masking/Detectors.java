package org.affidavit.gateway.masking;

import static org.affidavit.gateway.masking.Characters.digit;
import static org.affidavit.gateway.masking.Characters.letter;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.affidavit.gateway.policy.MaskingRule.Detector;

/// Recognises values by what they look like, in time linear in the text's length: every look back
/// or ahead is bounded by what such a value can be long, or is not made twice.
final class Detectors {
    private static final int LOCAL_MAX = 64;
    private static final int DOMAIN_MAX = 253;
    private static final int CARD_DIGITS_MIN = 13;
    private static final int CARD_DIGITS_MAX = 19;
    private static final int IBAN_MIN = 15;
    private static final int IBAN_MAX = 34;
    private static final Set<Detector> NATIONAL =
            Set.of(Detector.SSN, Detector.DE_TAX_ID, Detector.FR_NIR, Detector.ES_DNI);

    /// What is digits alone, and so may be stored as a number.
    static final Set<Detector> NUMBERS = Set.of(Detector.CARD, Detector.DE_TAX_ID, Detector.FR_NIR);

    private Detectors() {}

    /// What is found, in order, without overlaps: where two overlap the longer stays.
    static List<Span> find(String text, Set<Detector> wanted) {
        List<Span> found = new ArrayList<>();
        if (wanted.contains(Detector.EMAIL)) {
            emails(text, found);
        }
        if (wanted.contains(Detector.CARD)) {
            cards(text, found);
        }
        if (wanted.contains(Detector.IBAN)) {
            ibans(text, found);
        }
        if (wanted.contains(Detector.PHONE)) {
            Phones.find(text, found);
        }
        if (wanted.stream().anyMatch(NATIONAL::contains)) {
            NationalIds.find(text, wanted, found);
        }
        secrets(text, wanted, found);
        return found.size() < 2 ? found : merged(found);
    }

    private static void secrets(String text, Set<Detector> wanted, List<Span> found) {
        if (wanted.contains(Detector.API_KEY)) {
            Secrets.keys(text, found);
        }
        if (wanted.contains(Detector.JWT)) {
            Secrets.tokens(text, found);
        }
        if (wanted.contains(Detector.PRIVATE_KEY)) {
            Secrets.privateKeys(text, found);
        }
    }

    private static List<Span> merged(List<Span> found) {
        found.sort(
                Comparator.comparingInt(Span::from)
                        .thenComparing(Comparator.comparingInt(Span::to).reversed()));
        List<Span> merged = new ArrayList<>();
        for (Span span : found) {
            if (merged.isEmpty() || merged.getLast().to() <= span.from()) {
                merged.add(span);
            } else if (merged.getLast().to() < span.to()) {
                Span last = merged.removeLast();
                merged.add(new Span(last.from(), span.to(), last.detector()));
            }
        }
        return merged;
    }

    private static void emails(CharSequence text, List<Span> found) {
        int floor = 0;
        for (int at = 1; at < text.length() - 3; at++) {
            if (text.charAt(at) != '@') {
                continue;
            }
            int from = at;
            int stop = Math.max(floor, at - LOCAL_MAX);
            while (from > stop && local(text.charAt(from - 1))) {
                from--;
            }
            while (from < at && "'=.".indexOf(text.charAt(from)) >= 0) {
                from++;
            }
            int to = domainEnd(text, at + 1);
            if (from < at && to > at) {
                found.add(new Span(from, to, Detector.EMAIL));
                floor = to;
                at = to - 1;
            }
        }
    }

    private static boolean local(char c) {
        return Character.isLetterOrDigit(c)
                || Character.isSurrogate(c)
                || ".!#$%&'*+/=?^_`{|}~-".indexOf(c) >= 0;
    }

    /// The end of a domain with a dot and a top level of two letters or more; 0 if there is none.
    private static int domainEnd(CharSequence text, int start) {
        int end = 0;
        int label = start;
        int limit = Math.min(text.length(), start + DOMAIN_MAX);
        int at = start;
        boolean dotted = false;
        while (at <= limit) {
            char c = at < limit ? text.charAt(at) : ' ';
            if (Character.isLetterOrDigit(c) || c == '-') {
                at++;
                continue;
            }
            boolean top = dotted && at - label >= 2 && Character.isLetter(text.charAt(label));
            if (top) {
                end = at;
            }
            if (c != '.' || at == label) {
                break;
            }
            dotted = true;
            label = ++at;
        }
        return end;
    }

    private static void cards(CharSequence text, List<Span> found) {
        int at = 0;
        while (at < text.length()) {
            if (!digit(text, at) || (at > 0 && digit(text, at - 1))) {
                at++;
                continue;
            }
            int end = card(text, at);
            if (end > 0) {
                found.add(new Span(at, end, Detector.CARD));
                at = end;
            } else {
                at++;
            }
        }
    }

    /// The end of the longest card number that starts at a digit; 0 if there is none.
    private static int card(CharSequence text, int start) {
        int[] digits = new int[CARD_DIGITS_MAX];
        int count = 0;
        int best = 0;
        int at = start;
        while (count < CARD_DIGITS_MAX && digit(text, at)) {
            digits[count++] = text.charAt(at) - '0';
            at++;
            boolean boundary = !digit(text, at);
            if (boundary && count >= CARD_DIGITS_MIN && issued(digits) && luhn(digits, count)) {
                best = at;
            }
            if (boundary && separator(text, at) && digit(text, at + 1)) {
                at++;
            }
        }
        return best;
    }

    /// The first digits that payment networks use.
    private static boolean issued(int[] digits) {
        int four = digits[0] * 1000 + digits[1] * 100 + digits[2] * 10 + digits[3];
        return (digits[0] >= 3 && digits[0] <= 6) || (four >= 2221 && four <= 2720);
    }

    private static boolean luhn(int[] digits, int count) {
        int sum = 0;
        boolean twice = false;
        for (int i = count - 1; i >= 0; i--) {
            int value = twice ? digits[i] * 2 : digits[i];
            sum += value > 9 ? value - 9 : value;
            twice = !twice;
        }
        return sum % 10 == 0;
    }

    private static void ibans(CharSequence text, List<Span> found) {
        for (int at = 0; at + IBAN_MIN <= text.length(); at++) {
            boolean starts =
                    letter(text, at)
                            && letter(text, at + 1)
                            && digit(text, at + 2)
                            && digit(text, at + 3)
                            && (at == 0 || !(letter(text, at - 1) || digit(text, at - 1)));
            if (!starts) {
                continue;
            }
            int end = iban(text, at);
            if (end > 0) {
                found.add(new Span(at, end, Detector.IBAN));
                at = end - 1;
            }
        }
    }

    /// The end of the longest IBAN that starts at a letter; 0 if there is none.
    private static int iban(CharSequence text, int start) {
        StringBuilder characters = new StringBuilder(IBAN_MAX);
        int best = 0;
        int at = start;
        while (characters.length() < IBAN_MAX && (letter(text, at) || digit(text, at))) {
            characters.append(Character.toUpperCase(text.charAt(at)));
            at++;
            boolean boundary = !letter(text, at) && !digit(text, at);
            if (boundary && characters.length() >= IBAN_MIN && checks(characters)) {
                best = at;
            }
            if (boundary && separator(text, at)) {
                at++;
            }
        }
        return best;
    }

    /// ISO 7064 mod 97-10: the first four characters go to the end, letters count from 10.
    private static boolean checks(CharSequence iban) {
        int rest = 0;
        for (int i = 0; i < iban.length(); i++) {
            char c = iban.charAt((i + 4) % iban.length());
            int value = Character.digit(c, 36);
            rest = (value > 9 ? rest * 100 + value : rest * 10 + value) % 97;
        }
        return rest == 1;
    }

    private static boolean separator(CharSequence text, int at) {
        return at < text.length() && " -.\u00a0".indexOf(text.charAt(at)) >= 0;
    }
}
