package org.affidavit.index;

import java.io.Serial;

/// A query that cannot be read.
public final class QueryProblem extends Exception {
    @Serial private static final long serialVersionUID = 1;

    private final int position;

    /// @param position where, in characters from 0
    public QueryProblem(int position, String message) {
        super(message, null, false, false);
        this.position = position;
    }

    public int position() {
        return position;
    }
}
