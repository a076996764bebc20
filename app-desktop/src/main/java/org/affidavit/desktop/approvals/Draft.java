package org.affidavit.desktop.approvals;

import org.jspecify.annotations.Nullable;

/// A decision being written.
///
/// @param approve what it would say; null while neither was chosen
/// @param sending true from signing until the gateway answers
/// @param problem why it was not sent or not taken; empty if nothing is wrong
public record Draft(@Nullable Boolean approve, boolean sending, String problem) {
    static final Draft NONE = new Draft(null, false, "");
}
