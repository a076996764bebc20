package org.affidavit.gateway.grammar;

import java.io.Serial;

/// A text that PostgreSQL would not read, or that is too much to read here. The message never
/// quotes the text.
public final class NotSql extends Exception {
    @Serial private static final long serialVersionUID = 1;

    NotSql(String why) {
        super(why, null, false, false);
    }
}
