package org.affidavit.desktop.words;

import java.util.Locale;

/// How something stands: one vocabulary for every screen, so that a word always looks the same.
public enum Standing {
    OPENED(Tone.NEUTRAL),
    CLOSED(Tone.NEUTRAL),
    RUNNING(Tone.INFO),
    ABORTED(Tone.WARN),
    ALLOWED(Tone.GOOD),
    COMPLETED(Tone.GOOD),
    APPROVED(Tone.GOOD),
    DENIED(Tone.BAD),
    HELD(Tone.WARN),
    WAITING(Tone.WARN),
    LAPSED(Tone.NEUTRAL),
    FAILED(Tone.BAD),
    WITHHELD(Tone.BAD),
    UNKNOWN(Tone.WARN),
    MASKED(Tone.MASK),
    NOTED(Tone.NEUTRAL),
    HOLDS(Tone.GOOD),
    BROKEN(Tone.BAD),
    UNREADABLE(Tone.BAD),
    UNCHECKED(Tone.NEUTRAL),
    LIVE(Tone.GOOD),
    OFFLINE(Tone.NEUTRAL),
    RECONNECTING(Tone.WARN);

    /// What a colour means here. Never shown without its word.
    public enum Tone {
        NEUTRAL,
        INFO,
        GOOD,
        WARN,
        BAD,
        MASK
    }

    private final Tone tone;

    Standing(Tone tone) {
        this.tone = tone;
    }

    public Tone tone() {
        return tone;
    }

    /// The word on the chip.
    public String word() {
        return Words.say("standing." + name().toLowerCase(Locale.ROOT));
    }
}
