package org.affidavit.sessionlog.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class IdSetTest {
    private final IdSet ids = new IdSet();

    @Test
    void holdsWhatWasAddedAndNothingElse() {
        var random = new Random(7);
        var added = new HashSet<UUID>();
        for (int i = 0; i < 100_000; i++) {
            var id = new UUID(random.nextLong(), random.nextLong());
            added.add(id);
            ids.add(id);
            ids.add(id);
        }
        assertThat(ids.size()).isEqualTo(added.size());
        assertThat(added).allMatch(ids::contains);
        for (int i = 0; i < 1_000; i++) {
            assertThat(ids.contains(new UUID(random.nextLong(), random.nextLong()))).isFalse();
        }
    }

    @Test
    void tellsApartIdsThatFollowEachOther() {
        for (long i = 0; i < 10_000; i += 2) {
            ids.add(new UUID(0, i));
            ids.add(new UUID(i, 0));
        }
        for (long i = 0; i < 10_000; i++) {
            assertThat(ids.contains(new UUID(0, i))).isEqualTo(i % 2 == 0);
            assertThat(ids.contains(new UUID(i, 0))).isEqualTo(i % 2 == 0);
        }
        assertThat(ids.size()).isEqualTo(9_999);
    }

    @Test
    void holdsTheIdOfOnlyZeros() {
        assertThat(ids.contains(new UUID(0, 0))).isFalse();
        ids.add(new UUID(0, 0));
        assertThat(ids.contains(new UUID(0, 0))).isTrue();
    }
}
