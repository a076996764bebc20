package org.affidavit.gateway.masking;

import static org.affidavit.gateway.masking.Characters.digit;
import static org.affidavit.gateway.masking.Characters.letter;
import static org.affidavit.gateway.masking.Characters.oneOf;
import static org.affidavit.gateway.masking.Characters.word;

import org.affidavit.gateway.policy.MaskingRule.Detector;
import org.jspecify.annotations.Nullable;

/// Recognises everything that has digits, from the place of its first one. What checks best comes
/// first, and what is part of it is nothing else: the digits of an IBAN are no card.
final class Numbers {
    private static final int LENGTH_MAX = 20;
    private static final int CARD_GROUP_MIN = 3;
    private static final int BOT_MIN = 8;
    private static final int BOT_MAX = 10;

    private Numbers() {}

    /// @param start a digit with none before it
    static @Nullable Span at(String text, int start) {
        char before = Characters.at(text, start - 1);
        boolean lettered = Characters.isLetter(before);
        if (lettered && !mayFollow(text, start, before)) {
            return null;
        }
        int end = start + 1;
        while (end - start < LENGTH_MAX && digit(text, end)) {
            end++;
        }
        if (lettered) {
            return lettered(text, start, end - start, before);
        }
        if (before == '+' || before == '(') {
            Span phone = Phones.marked(text, start - 1);
            if (phone != null) {
                return phone;
            }
        }
        boolean joined = joined(text, end);
        return joined || end - start >= NationalIds.DIGITS_MIN
                ? plain(text, start, end - start, joined)
                : null;
    }

    /// True if more digits of the same number may follow.
    private static boolean joined(String text, int end) {
        char join = Characters.at(text, end);
        if (join != ' ' && join != '-' && join != '.' && join != '/' && join != ')') {
            return false;
        }
        char next = Characters.at(text, end + 1);
        return !Characters.isLetter(next);
    }

    /// True for digits that say something right behind a letter: two letters alone begin an IBAN,
    /// and elsewhere only groups of four or more may be a card's.
    private static boolean mayFollow(String text, int start, char before) {
        return digit(text, start + 1)
                && ((letter(text, start - 2) && !word(text, start - 3))
                        || (before >= 'X' && before <= 'Z')
                        || digit(text, start + CARD_GROUP_MIN));
    }

    private static @Nullable Span lettered(String text, int start, int length, char before) {
        int iban = Ibans.end(text, start);
        if (iban > 0) {
            return new Span(start - 2, iban, Detector.IBAN);
        }
        if (before >= 'X' && before <= 'Z') {
            return NationalIds.foreigner(text, start - 1);
        }
        return length > CARD_GROUP_MIN ? card(text, start) : null;
    }

    private static @Nullable Span plain(String text, int start, int length, boolean joined) {
        Span id = NationalIds.at(text, start, length, joined);
        if (id != null) {
            return id;
        }
        Span card = length >= CARD_GROUP_MIN ? card(text, start) : null;
        if (card != null) {
            return card;
        }
        if (joined) {
            return Phones.national(text, start, length);
        }
        return length >= BOT_MIN && length <= BOT_MAX ? bot(text, start, start + length) : null;
    }

    private static @Nullable Span card(String text, int start) {
        char first = text.charAt(start);
        int end = first < '2' || first > '6' ? 0 : Cards.end(text, start);
        return end > 0 ? new Span(start, end, Detector.CARD) : null;
    }

    /// The token of a bot of Telegram: its number, and 35 characters that begin with `AA`.
    private static @Nullable Span bot(String text, int start, int colon) {
        int end = colon + 36;
        if (!text.startsWith(":AA", colon) || word(text, start - 1) || end > text.length()) {
            return null;
        }
        for (int at = colon + 1; at < end; at++) {
            if (!word(text, at) && !oneOf(text, at, "-_")) {
                return null;
            }
        }
        return word(text, end) ? null : new Span(start, end, Detector.API_KEY);
    }
}
