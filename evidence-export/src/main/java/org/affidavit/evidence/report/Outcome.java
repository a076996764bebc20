package org.affidavit.evidence.report;

import org.affidavit.sessionlog.transcript.Step;

/// How a step went, as printed.
public enum Outcome {
    OPENED("Opened", Tone.NEUTRAL),
    COMPLETED("Completed", Tone.GOOD),
    APPROVED("Approved, ran", Tone.GOOD),
    DENIED("Denied", Tone.BAD),
    HELD("Held", Tone.CAUTION),
    LAPSED("Lapsed", Tone.CAUTION),
    FAILED("Failed", Tone.CAUTION),
    WITHHELD("Withheld", Tone.BAD),
    UNKNOWN("Unknown", Tone.BAD),
    CLOSED("Closed", Tone.NEUTRAL);

    private final String label;
    private final Tone tone;

    Outcome(String label, Tone tone) {
        this.label = label;
        this.tone = tone;
    }

    /// One or two words.
    public String label() {
        return label;
    }

    public Tone tone() {
        return tone;
    }

    static Outcome of(Step.Status status) {
        return switch (status) {
            case OPENED -> OPENED;
            case COMPLETED -> COMPLETED;
            case APPROVED -> APPROVED;
            case DENIED -> DENIED;
            case HELD -> HELD;
            case LAPSED -> LAPSED;
            case FAILED -> FAILED;
            case WITHHELD -> WITHHELD;
            case UNKNOWN -> UNKNOWN;
            case CLOSED -> CLOSED;
        };
    }
}
