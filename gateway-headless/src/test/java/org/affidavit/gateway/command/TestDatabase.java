package org.affidavit.gateway.command;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Clock;

/// A real PostgreSQL with a few customers and payments, with or without TLS.
final class TestDatabase implements AutoCloseable {
    static final String USER = "app";
    static final String PASSWORD = "only the gateway knows";

    private final EmbeddedPostgres server;
    private final String fingerprint;

    private TestDatabase(EmbeddedPostgres server, String fingerprint) {
        this.server = server;
        this.fingerprint = fingerprint;
    }

    static TestDatabase withoutTls(Path folder) throws Exception {
        return start(folder, EmbeddedPostgres.builder(), "");
    }

    /// Its certificate is its own authority's, and names no host at all.
    static TestDatabase withTls(Path folder) throws Exception {
        var identity = new LocalAuthority("some database", Clock.systemUTC()).itself();
        Path certificate = Files.writeString(folder.resolve("db.crt"), identity.certificatePem());
        Path key = Files.writeString(folder.resolve("db.key"), identity.keyPem());
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        var builder =
                EmbeddedPostgres.builder()
                        .setServerConfig("ssl", "on")
                        .setServerConfig("ssl_cert_file", certificate.toString())
                        .setServerConfig("ssl_key_file", key.toString());
        return start(folder, builder, identity.fingerprint());
    }

    private static TestDatabase start(
            Path folder, EmbeddedPostgres.Builder builder, String fingerprint) throws Exception {
        Path rules = folder.resolve("pg_hba.conf");
        Files.writeString(
                rules,
                """
                host all postgres 127.0.0.1/32 trust
                host all clear 127.0.0.1/32 password
                host all all 127.0.0.1/32 scram-sha-256
                """);
        var database =
                new TestDatabase(
                        builder.setServerConfig("hba_file", rules.toString())
                                .setServerConfig("password_encryption", "scram-sha-256")
                                .start(),
                        fingerprint);
        database.run(
                "CREATE ROLE app LOGIN PASSWORD '" + PASSWORD + "'",
                "CREATE ROLE clear LOGIN PASSWORD '" + PASSWORD + "'",
                "CREATE TABLE customers (id int PRIMARY KEY, name text, email text)",
                "INSERT INTO customers VALUES (1, 'Ada Lindqvist', 'ada@example.com')",
                "CREATE TABLE payments (id int PRIMARY KEY, amount int)",
                "INSERT INTO payments VALUES (1, 10), (2, 20), (3, 30)",
                "GRANT ALL ON customers, payments TO app");
        return database;
    }

    /// As `connection add` takes it.
    String url() {
        return "postgres://" + USER + "@127.0.0.1:" + port() + "/postgres";
    }

    int port() {
        return server.getPort();
    }

    String fingerprint() {
        return fingerprint;
    }

    void run(String... statements) throws Exception {
        try (var owner = owner();
                var statement = owner.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    int count(String table) throws Exception {
        try (var owner = owner();
                var statement = owner.createStatement();
                var rows = statement.executeQuery("SELECT count(*) FROM " + table)) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private Connection owner() throws Exception {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + port() + "/postgres?user=postgres&sslmode=prefer");
    }

    @Override
    public void close() throws Exception {
        server.close();
    }
}
