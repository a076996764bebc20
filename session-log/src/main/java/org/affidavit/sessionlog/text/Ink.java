package org.affidavit.sessionlog.text;

/// Which characters stand for themselves: they take ink, in their own place, from left to right.
final class Ink {
    private Ink() {}

    static boolean stands(int point) {
        return switch (Character.getType(point)) {
            case Character.SPACE_SEPARATOR -> point == ' ';
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.NON_SPACING_MARK,
                    Character.ENCLOSING_MARK,
                    Character.COMBINING_SPACING_MARK ->
                    false;
            default -> !isBlank(point) && !isJoining(point) && isLeftToRight(point);
        };
    }

    /// Letters and symbols whose glyph is empty.
    private static boolean isBlank(int point) {
        return switch (point) {
            // The Hangul fillers, the Braille blank, the place of an object, the null notehead.
            case 0x115F, 0x1160, 0x3164, 0xFFA0, 0x2800, 0xFFFC, 0x1D159 -> true;
            default -> false;
        };
    }

    /// Vowels and finals of Hangul grow into the syllable before them, skin tones into the person.
    private static boolean isJoining(int point) {
        return (point >= 0x1160 && point <= 0x11FF)
                || (point >= 0xD7B0 && point <= 0xD7FF)
                || Character.isEmojiModifier(point);
    }

    private static boolean isLeftToRight(int point) {
        return switch (Character.getDirectionality(point)) {
            case Character.DIRECTIONALITY_RIGHT_TO_LEFT,
                    Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC,
                    Character.DIRECTIONALITY_ARABIC_NUMBER,
                    Character.DIRECTIONALITY_UNDEFINED ->
                    false;
            default -> true;
        };
    }
}
