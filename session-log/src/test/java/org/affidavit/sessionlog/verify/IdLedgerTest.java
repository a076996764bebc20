package org.affidavit.sessionlog.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdLedgerTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 100, 1_000, 100_000})
    void findsEveryIdThatComesAgainHoweverFewAreKeptInMemory(int kept) throws IOException {
        var random = new Random(kept);
        List<Long> expected = new ArrayList<>();
        var seen = new HashSet<UUID>();
        List<Long> found = new ArrayList<>();
        try (var ledger = new IdLedger(kept)) {
            for (long record = 0; record < 1_000; record++) {
                var id = new UUID(random.nextInt(40) - 20L, random.nextInt(40) - 20L);
                if (!seen.add(id)) {
                    expected.add(record);
                }
                ledger.add(id, record);
            }
            ledger.tell((_, record) -> found.add(record));
        }
        assertThat(found).containsExactlyInAnyOrderElementsOf(expected).isNotEmpty();
        assertThat(leftBehind()).isZero();
    }

    private static long leftBehind() throws IOException {
        try (var files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().startsWith("affidavit-ids"))
                    .count();
        }
    }
}
