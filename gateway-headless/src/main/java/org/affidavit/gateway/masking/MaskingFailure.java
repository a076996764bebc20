package org.affidavit.gateway.masking;

import java.io.Serial;

/// A value whose masking could not be decided. The row is withheld.
public final class MaskingFailure extends Exception {
    @Serial private static final long serialVersionUID = 1;

    public MaskingFailure(String message) {
        super(message, null, false, false);
    }
}
