package org.affidavit.gateway.masking;

import org.affidavit.gateway.policy.MaskingRule.Detector;

/// A part of a text that was recognised, from inclusive, to exclusive.
record Span(int from, int to, Detector detector) {}
