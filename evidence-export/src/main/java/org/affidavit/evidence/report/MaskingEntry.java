package org.affidavit.evidence.report;

/// One line of the masking register.
///
/// @param ref the command, such as `1.3`
/// @param values how many values were replaced
public record MaskingEntry(String ref, String session, String column, String rule, long values) {}
