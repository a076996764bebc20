package org.affidavit.endtoend.bench;

import java.io.IOException;
import java.nio.file.Path;

/// Something that makes records durable, one for each call, and answers once it has.
interface Appends extends AutoCloseable {
    /// What one of several producers calls, over and over.
    @FunctionalInterface
    interface Producer {
        /// Writes one record and returns when it is durable.
        void append();
    }

    /// A producer of its own for each thread.
    Producer producer();

    /// How many bytes a record took on disk, on average: set once it is closed.
    Sizes sizes() throws IOException;

    @Override
    void close();

    /// Starts one in an empty folder.
    @FunctionalInterface
    interface Start {
        Appends in(Path folder) throws IOException;
    }

    /// @param leaf bytes of a record in its segment
    /// @param payload bytes of its payload in the vault
    record Sizes(int leaf, int payload) {}
}
