package org.affidavit.gateway.masking;

/// What the detectors ask of single characters. Past either end of a text there is nothing.
final class Characters {
    private Characters() {}

    /// NUL where there is nothing.
    static char at(String text, int at) {
        return at >= 0 && at < text.length() ? text.charAt(at) : 0;
    }

    static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    static boolean digit(CharSequence text, int at) {
        return at >= 0 && at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
    }

    static boolean letter(CharSequence text, int at) {
        return at >= 0 && at < text.length() && isLetter(text.charAt(at));
    }

    static boolean word(CharSequence text, int at) {
        return digit(text, at) || letter(text, at);
    }

    static boolean oneOf(CharSequence text, int at, String characters) {
        return at >= 0 && at < text.length() && characters.indexOf(text.charAt(at)) >= 0;
    }

    /// The two digits at a place as a number.
    static int two(CharSequence digits, int at) {
        return (digits.charAt(at) - '0') * 10 + digits.charAt(at + 1) - '0';
    }
}
