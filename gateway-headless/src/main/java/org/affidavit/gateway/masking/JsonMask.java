package org.affidavit.gateway.masking;

import org.affidavit.gateway.policy.MaskingRule.Keep;

/// Members of a document that a rule masks.
record JsonMask(String rule, Keep keep, JsonPath path) {}
