package org.affidavit.gateway.protocol.postgres.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.TreeMap;
import org.affidavit.gateway.masking.MaskingBook;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.largeobject.LargeObject;
import org.postgresql.largeobject.LargeObjectManager;

/// Large objects as clients use them: by functions called by number.
class LargeObjectsTest {
    private static LargeObjectManager objects(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        return connection.unwrap(PGConnection.class).getLargeObjectAPI();
    }

    @Test
    void areWrittenReadAndRemovedWhereNothingIsMasked() throws Exception {
        try (var gateway =
                TestGateway.start(options -> options.real(new MaskingBook(List.of())::of))) {
            gateway.policy.onlyReads = false;
            try (var connection = gateway.connect("plain-db")) {
                LargeObjectManager objects = objects(connection);
                long oid = objects.createLO();
                try (var object = objects.open(oid)) {
                    object.write("what was kept".getBytes(UTF_8));
                    object.seek64(5, LargeObject.SEEK_SET);
                    assertThat(new String(object.read(3), UTF_8)).isEqualTo("was");
                    assertThat(object.size64()).isEqualTo(13);
                }
                objects.delete(oid);
                connection.commit();
            }
            assertThat(gateway.recorder.all(InMemoryRecorder.Intended.class))
                    .extracting(intended -> intended.facts().kind())
                    .contains("function-call");
        }
    }

    @Test
    void areRefusedToWhoMayOnlyRead() throws Exception {
        try (var gateway =
                TestGateway.start(options -> options.real(new MaskingBook(List.of())::of))) {
            gateway.policy.onlyReads = true;
            try (var connection = gateway.connect("plain-db")) {
                LargeObjectManager objects = objects(connection);
                assertThatThrownBy(objects::createLO)
                        .extracting(error -> ((SQLException) error).getSQLState())
                        .isEqualTo("42501");
            }
        }
    }

    @Test
    void areRefusedWhereSomethingIsMasked() throws Exception {
        try (var gateway = TestGateway.start();
                var connection = gateway.connect("masked-db")) {
            LargeObjectManager objects = objects(connection);
            assertThatThrownBy(objects::createLO).hasMessageContaining("masked");
        }
    }

    @Test
    void haveTheNumbersThatTheTargetGivesThem() throws Exception {
        var found = new TreeMap<Integer, String>();
        try (var connection = EmbeddedTarget.shared().direct();
                var statement = connection.createStatement();
                var rows =
                        statement.executeQuery(
                                "SELECT oid, proname FROM pg_proc WHERE proname ~"
                                        + " '^lo_?(create?|open|close"
                                        + "|read|write|lseek|tell|unlink|truncate)(64)?$'")) {
            while (rows.next()) {
                found.put(rows.getInt(1), rows.getString(2));
            }
        }
        assertThat(found).isEqualTo(new TreeMap<>(LargeObjectCalls.NAMES));
    }
}
