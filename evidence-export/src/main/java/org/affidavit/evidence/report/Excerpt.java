package org.affidavit.evidence.report;

/// The beginning of a text, and how much of it is left out.
///
/// @param omitted characters that are not shown; 0 if it is whole
public record Excerpt(String shown, int omitted) {
    /// Cuts a text between two characters, never inside one.
    static Excerpt of(String text, int charsMax) {
        if (text.length() <= charsMax) {
            return new Excerpt(text, 0);
        }
        int end = Character.isHighSurrogate(text.charAt(charsMax - 1)) ? charsMax - 1 : charsMax;
        return new Excerpt(text.substring(0, end), text.length() - end);
    }

    public boolean whole() {
        return omitted == 0;
    }
}
