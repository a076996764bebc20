package org.affidavit.gateway.policy;

import java.io.Serial;

/// SQL that cannot be read with certainty. The message completes "cannot tell: …".
final class Unsure extends Exception {
    @Serial private static final long serialVersionUID = 1;

    Unsure(String why) {
        super(why, null, false, false);
    }

    String why() {
        return String.valueOf(getMessage());
    }
}
