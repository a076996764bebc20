package org.affidavit.gateway.protocol.postgres.proxy;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;

/// One real PostgreSQL 18 for the whole test run: TLS with a certificate of its own, and users for
/// each way of logging in.
final class EmbeddedTarget {
    static final String SCRAM_USER = "scram_user";
    static final String SCRAM_PASSWORD = "correct horse battery";

    private static EmbeddedTarget shared;

    final EmbeddedPostgres server;
    final TestCertificates certificates;

    /// Of `cert_user`, whom the server knows by it.
    final TestCertificates clients;

    private EmbeddedTarget(
            EmbeddedPostgres server, TestCertificates certificates, TestCertificates clients) {
        this.server = server;
        this.certificates = certificates;
        this.clients = clients;
    }

    static synchronized EmbeddedTarget shared() throws Exception {
        if (shared == null) {
            shared = start();
        }
        return shared;
    }

    private static EmbeddedTarget start() throws Exception {
        Path folder = Files.createTempDirectory("target-tls");
        TestCertificates certificates = TestCertificates.in(folder, "localhost", "127.0.0.1");
        TestCertificates clients =
                TestCertificates.in(Files.createTempDirectory("client-tls"), "cert_user");
        Path hba = folder.resolve("pg_hba.conf");
        Files.writeString(
                hba,
                """
                host all scram_user 127.0.0.1/32 scram-sha-256
                host all md5_user 127.0.0.1/32 md5
                host all clear_user 127.0.0.1/32 password
                hostssl all cert_user 127.0.0.1/32 cert
                host all all 127.0.0.1/32 trust
                host replication all 127.0.0.1/32 trust
                local all all trust
                """);
        EmbeddedPostgres server =
                EmbeddedPostgres.builder()
                        .setServerConfig("ssl", "on")
                        .setServerConfig("ssl_cert_file", certificates.certificate().toString())
                        .setServerConfig("ssl_key_file", certificates.key().toString())
                        .setServerConfig("ssl_ca_file", clients.ca().toString())
                        .setServerConfig("hba_file", hba.toString())
                        .setServerConfig("max_connections", "50")
                        .setServerConfig("wal_level", "logical")
                        .setServerConfig("max_wal_senders", "10")
                        .setServerConfig("max_replication_slots", "10")
                        .start();
        var target = new EmbeddedTarget(server, certificates, clients);
        target.run(
                "CREATE USER scram_user SUPERUSER PASSWORD '" + SCRAM_PASSWORD + "'",
                "CREATE USER clear_user SUPERUSER PASSWORD 'x'",
                "CREATE USER cert_user SUPERUSER",
                "SET password_encryption = 'md5'",
                "CREATE USER md5_user PASSWORD 'x'",
                "CREATE TABLE customers (id int PRIMARY KEY, name text, email text)",
                "INSERT INTO customers SELECT i, 'name ' || i, 'c' || i || '@example.com'"
                        + " FROM generate_series(1, 1000) i",
                "CREATE VIEW mirror AS SELECT * FROM customers",
                "CREATE TABLE scratch (id int PRIMARY KEY, note text)");
        return target;
    }

    int port() {
        return server.getPort();
    }

    /// Straight to the target, past the gateway.
    Connection direct() throws Exception {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:"
                        + port()
                        + "/postgres?user=postgres&sslmode=disable");
    }

    void run(String... statements) throws Exception {
        try (Connection connection = direct();
                var statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    long count(String sql) throws Exception {
        try (Connection connection = direct();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
