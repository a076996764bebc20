package org.affidavit.sessionlog.verify;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Finds ids that come twice, among any number of them, in bounded memory: what does not fit is
/// sorted and put aside into temporary files, which nobody else may read and which are merged at
/// the end.
final class IdLedger implements AutoCloseable {
    static final int KEPT_MAX = 250_000;

    private static final Comparator<Entry> ORDER =
            Comparator.comparing(Entry::id).thenComparingLong(Entry::record);

    private final int keptMax;
    private final List<Entry> kept = new ArrayList<>();
    private final List<Path> aside = new ArrayList<>();

    private record Entry(UUID id, long record) {}

    /// Hears of an id that came before.
    @FunctionalInterface
    interface Again {
        /// @param record the one in which it comes again
        void found(UUID id, long record);
    }

    /// @param keptMax how many are kept in memory
    IdLedger(int keptMax) {
        this.keptMax = keptMax;
    }

    void add(UUID id, long record) throws IOException {
        kept.add(new Entry(id, record));
        if (kept.size() == keptMax) {
            putAside();
        }
    }

    private void putAside() throws IOException {
        kept.sort(ORDER);
        Path file = Files.createTempFile("affidavit-ids", ".tmp");
        aside.add(file);
        try (var out =
                new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
            for (Entry entry : kept) {
                out.writeLong(entry.id().getMostSignificantBits());
                out.writeLong(entry.id().getLeastSignificantBits());
                out.writeLong(entry.record());
            }
        }
        kept.clear();
    }

    /// Tells each id that came before, with every record but the first.
    void tell(Again again) throws IOException {
        kept.sort(ORDER);
        var runs = new ArrayList<Run>();
        try {
            for (Path file : aside) {
                runs.add(new Run(file));
            }
            merge(runs, again);
        } finally {
            for (Run run : runs) {
                run.in.close();
            }
        }
    }

    private void merge(List<Run> runs, Again again) throws IOException {
        var next = new PriorityQueue<Run>(Comparator.comparing(Run::head, ORDER));
        for (Run run : runs) {
            if (run.advance()) {
                next.add(run);
            }
        }
        int at = 0;
        @Nullable UUID before = null;
        while (at < kept.size() || !next.isEmpty()) {
            @Nullable Run run = next.peek();
            Entry entry;
            if (run == null || (at < kept.size() && ORDER.compare(kept.get(at), run.head()) < 0)) {
                entry = kept.get(at++);
            } else {
                entry = run.head();
                next.remove();
                if (run.advance()) {
                    next.add(run);
                }
            }
            if (entry.id().equals(before)) {
                again.found(entry.id(), entry.record());
            }
            before = entry.id();
        }
    }

    /// One file of sorted entries.
    private static final class Run {
        private static final int ENTRY_BYTES = 3 * Long.BYTES;

        private final DataInputStream in;
        private long left;
        private Entry head = new Entry(new UUID(0, 0), 0);

        Run(Path file) throws IOException {
            this.in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)));
            this.left = Files.size(file) / ENTRY_BYTES;
        }

        Entry head() {
            return head;
        }

        boolean advance() throws IOException {
            if (left == 0) {
                return false;
            }
            left--;
            head = new Entry(new UUID(in.readLong(), in.readLong()), in.readLong());
            return true;
        }
    }

    /// Leaves nothing behind.
    @Override
    public void close() throws IOException {
        for (Path file : aside) {
            Files.deleteIfExists(file);
        }
        aside.clear();
    }
}
