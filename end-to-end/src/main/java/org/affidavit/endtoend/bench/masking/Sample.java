package org.affidavit.endtoend.bench.masking;

import org.affidavit.gateway.policy.MaskingRule.Detector;
import org.jspecify.annotations.Nullable;

/// A text with one value that is to be found, or with none.
///
/// @param kind such as `phone` or `phone national`; `negative` if there is no value
/// @param detector what is to find it; null if there is no value
/// @param template how the value, or the text without one, was spelled
record Sample(
        String before,
        String value,
        String after,
        String kind,
        @Nullable Detector detector,
        String template) {
    static final String NEGATIVE = "negative";

    String text() {
        return before + value + after;
    }
}
