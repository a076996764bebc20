package org.affidavit.sessionlog.vault;

import java.security.SecureRandom;

/// Keys for tests elsewhere.
public final class DataKeys {
    private DataKeys() {}

    /// A key that nothing was sealed with.
    public static DataKey fresh() {
        return DataKey.fresh(new SecureRandom());
    }
}
