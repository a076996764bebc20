package org.affidavit.index.query;

/// What words and identifiers are made of, the same for those who ask and for what is searched.
public final class Letters {
    private static final int LETTERS =
            mask(
                    Character.UPPERCASE_LETTER,
                    Character.LOWERCASE_LETTER,
                    Character.TITLECASE_LETTER,
                    Character.MODIFIER_LETTER,
                    Character.OTHER_LETTER,
                    Character.DECIMAL_DIGIT_NUMBER,
                    Character.LETTER_NUMBER,
                    Character.OTHER_NUMBER);
    private static final int MARKS =
            mask(
                    Character.NON_SPACING_MARK,
                    Character.ENCLOSING_MARK,
                    Character.COMBINING_SPACING_MARK);

    private Letters() {}

    private static int mask(byte... types) {
        int mask = 0;
        for (byte type : types) {
            mask |= 1 << type;
        }
        return mask;
    }

    /// A letter or a number.
    public static boolean isLetter(int codePoint) {
        return ((LETTERS >>> Character.getType(codePoint)) & 1) != 0;
    }

    /// What an identifier is made of in every language: letters, numbers, underscores.
    public static boolean inIdentifier(int codePoint) {
        return codePoint == '_' || isLetter(codePoint);
    }

    /// The same with the marks that many scripts cannot be written without.
    public static boolean inWord(int codePoint) {
        return inIdentifier(codePoint) || ((MARKS >>> Character.getType(codePoint)) & 1) != 0;
    }

    /// The same for all cases of a letter.
    public static int folded(int codePoint) {
        return Character.toLowerCase(Character.toUpperCase(codePoint));
    }
}
