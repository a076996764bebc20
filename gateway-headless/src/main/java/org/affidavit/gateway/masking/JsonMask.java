package org.affidavit.gateway.masking;

/// Members of a document that a rule masks.
record JsonMask(Replacement replacement, JsonPath path) {}
