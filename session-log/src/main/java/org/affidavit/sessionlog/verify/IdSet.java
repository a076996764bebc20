package org.affidavit.sessionlog.verify;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/// The ids of very many sessions, in 16 bytes each and some room: a set of objects would take six
/// times as much, and a log can have millions.
final class IdSet {
    private static final int SLOTS_MIN = 1 << 10;

    /// Two words for each slot; both zero where it is free.
    private long[] words = new long[2 * SLOTS_MIN];

    /// Whoever made a log may have chosen its ids so that they meet in one place.
    private final long seed = ThreadLocalRandom.current().nextLong();

    private boolean hasZero;
    private int size;

    /// How many it holds.
    long size() {
        return size + (hasZero ? 1L : 0L);
    }

    void add(UUID id) {
        long high = id.getMostSignificantBits();
        long low = id.getLeastSignificantBits();
        if (high == 0 && low == 0) {
            hasZero = true;
            return;
        }
        int at = slot(high, low);
        if (words[at] == 0 && words[at + 1] == 0) {
            put(at, high, low);
            size++;
            if (3L * words.length < 8L * size) {
                grow();
            }
        }
    }

    boolean contains(UUID id) {
        long high = id.getMostSignificantBits();
        long low = id.getLeastSignificantBits();
        if (high == 0 && low == 0) {
            return hasZero;
        }
        int at = slot(high, low);
        return words[at] != 0 || words[at + 1] != 0;
    }

    /// The place of an id, or the free one where it would go.
    private int slot(long high, long low) {
        int mask = words.length / 2 - 1;
        int slot = (int) mixed(mixed(high + seed) ^ low) & mask;
        while (true) {
            int at = 2 * slot;
            boolean free = words[at] == 0 && words[at + 1] == 0;
            if (free || (words[at] == high && words[at + 1] == low)) {
                return at;
            }
            slot = (slot + 1) & mask;
        }
    }

    /// Every bit of the result hangs on every bit given (the finisher of MurmurHash3).
    private static long mixed(long word) {
        long mixed = (word ^ (word >>> 33)) * 0xFF51AFD7ED558CCDL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xC4CEB9FE1A85EC53L;
        return mixed ^ (mixed >>> 33);
    }

    private void put(int at, long high, long low) {
        words[at] = high;
        words[at + 1] = low;
    }

    private void grow() {
        long[] old = words;
        words = new long[old.length * 2];
        for (int i = 0; i < old.length; i += 2) {
            if (old[i] != 0 || old[i + 1] != 0) {
                put(slot(old[i], old[i + 1]), old[i], old[i + 1]);
            }
        }
    }
}
