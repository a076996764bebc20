package org.affidavit.gateway.protocol.postgres.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SmokeTest {
    @Test
    void runsAQueryThroughTheGateway() throws Exception {
        try (var gateway = TestGateway.start();
                var connection = gateway.connect("plain-db");
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT count(*) FROM customers")) {
            rows.next();
            assertThat(rows.getInt(1)).isEqualTo(1000);
        }
    }
}
