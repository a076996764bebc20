package org.affidavit.evidence.report;

/// A name and a value.
public record Fact(String label, String value, Style style) {
    /// How to set a value.
    public enum Style {
        PROSE,
        CODE
    }

    public static Fact prose(String label, String value) {
        return new Fact(label, value, Style.PROSE);
    }

    /// A value to be read letter by letter: an id, a hash, a name in a program.
    public static Fact code(String label, String value) {
        return new Fact(label, value, Style.CODE);
    }
}
