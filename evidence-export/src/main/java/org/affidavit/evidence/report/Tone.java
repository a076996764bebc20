package org.affidavit.evidence.report;

/// How loudly something is shown. Colour is never the only sign: the words say the same.
public enum Tone {
    NEUTRAL,
    GOOD,
    CAUTION,
    BAD
}
