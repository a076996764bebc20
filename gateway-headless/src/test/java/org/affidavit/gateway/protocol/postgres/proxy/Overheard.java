package org.affidavit.gateway.protocol.postgres.proxy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import org.postgresql.PGConnection;
import org.postgresql.largeobject.LargeObjectManager;

/// What pgjdbc and a real server said to each other, byte for byte: login with SCRAM, simple and
/// extended queries, a batch, portals that are read in pieces, both formats, errors, notices,
/// notifications, COPY in both directions and large objects.
final class Overheard {
    final byte[] client;
    final byte[] server;

    private Overheard(byte[] client, byte[] server) {
        this.client = client;
        this.server = server;
    }

    static Overheard conversation() throws Exception {
        try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var heard = new CompletableFuture<Overheard>();
            Thread.ofVirtual().start(() -> relay(listener, heard));
            talk(listener.getLocalPort());
            return heard.get();
        }
    }

    private static void relay(ServerSocket listener, CompletableFuture<Overheard> heard) {
        try (var client = listener.accept();
                var server =
                        new Socket(
                                InetAddress.getLoopbackAddress(),
                                EmbeddedTarget.shared().server.getPort())) {
            var said = new ByteArrayOutputStream();
            var answered = new ByteArrayOutputStream();
            Thread answers = Thread.ofVirtual().start(() -> copy(server, client, answered));
            copy(client, server, said);
            answers.join();
            heard.complete(new Overheard(said.toByteArray(), answered.toByteArray()));
        } catch (Exception e) {
            heard.completeExceptionally(e);
        }
    }

    /// Ends quietly when either side does.
    private static void copy(Socket from, Socket to, OutputStream heard) {
        try {
            InputStream in = from.getInputStream();
            byte[] bytes = new byte[8_192];
            for (int read = in.read(bytes); read > 0; read = in.read(bytes)) {
                heard.write(bytes, 0, read);
                to.getOutputStream().write(bytes, 0, read);
            }
            to.shutdownOutput();
        } catch (IOException _) {
            // Whoever waits for the bytes sees what is missing.
            return;
        }
    }

    private static void talk(int port) throws Exception {
        var properties = new Properties();
        properties.setProperty("user", EmbeddedTarget.SCRAM_USER);
        properties.setProperty("password", EmbeddedTarget.SCRAM_PASSWORD);
        properties.setProperty("sslmode", "disable");
        properties.setProperty("gssEncMode", "disable");
        properties.setProperty("prepareThreshold", "-1");
        try (var connection =
                DriverManager.getConnection(
                        "jdbc:postgresql://127.0.0.1:" + port + "/postgres", properties)) {
            query(connection);
            copies(connection);
            largeObject(connection);
        }
    }

    private static void query(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TEMP TABLE t (a int, b text, c numeric, d timestamptz, e bytea)");
            statement.execute("LISTEN heard");
            statement.execute("DO $$ BEGIN RAISE NOTICE 'hear this'; END $$");
            statement.execute("NOTIFY heard, 'this'");
            assertFails(connection, "SELECT 1 / 0");
            assertFails(connection, "SELECT nothing FROM nowhere");
        }
        connection.setAutoCommit(false);
        try (var insert = connection.prepareStatement("INSERT INTO t VALUES (?, ?, ?, now(), ?)")) {
            for (int i = 0; i < 20; i++) {
                insert.setInt(1, i);
                insert.setString(2, i % 3 == 0 ? null : "text " + i);
                insert.setBigDecimal(3, java.math.BigDecimal.valueOf(i, 2));
                insert.setBytes(4, new byte[] {(byte) i, 0, -1});
                insert.addBatch();
            }
            insert.executeBatch();
        }
        try (var select = connection.prepareStatement("SELECT * FROM t WHERE a >= ?")) {
            select.setFetchSize(7);
            select.setInt(1, 2);
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    rows.getString(2);
                }
            }
        }
        connection.commit();
        connection.setAutoCommit(true);
    }

    private static void assertFails(Connection connection, String sql) {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
            throw new AssertionError(sql + " did not fail");
        } catch (SQLException expected) {
            assert expected.getSQLState() != null;
        }
    }

    private static void copies(Connection connection) throws Exception {
        var copies = connection.unwrap(PGConnection.class).getCopyAPI();
        byte[] rows = "21\tx\t1.5\t\\N\t\\\\x00\n".getBytes(StandardCharsets.UTF_8);
        copies.copyIn("COPY t FROM STDIN", new ByteArrayInputStream(rows));
        copies.copyOut("COPY t TO STDOUT", new ByteArrayOutputStream());
        copies.copyOut("COPY t TO STDOUT (FORMAT binary)", new ByteArrayOutputStream());
    }

    private static void largeObject(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        var objects = connection.unwrap(PGConnection.class).getLargeObjectAPI();
        long oid = objects.createLO();
        try (var object = objects.open(oid, LargeObjectManager.READWRITE)) {
            object.write(new byte[] {1, 2, 3});
        }
        objects.delete(oid);
        connection.commit();
    }
}
