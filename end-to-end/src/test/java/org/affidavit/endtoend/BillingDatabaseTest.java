package org.affidavit.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BillingDatabaseTest {
    @Test
    void demandsTlsAndHoldsTheWholeDataSet(@TempDir Path folder) throws Exception {
        try (var database = BillingDatabase.start(folder);
                var owner = database.owner();
                var statement = owner.createStatement();
                var row =
                        statement.executeQuery(
                                "SELECT (SELECT count(*) FROM customers), (SELECT count(*) FROM"
                                        + " payments), (SELECT ssl FROM pg_stat_ssl WHERE pid ="
                                        + " pg_backend_pid())")) {
            row.next();
            assertThat(row.getInt(1)).isEqualTo(250);
            assertThat(row.getInt(2)).isEqualTo(750);
            assertThat(row.getBoolean(3)).isTrue();
        }
    }
}
