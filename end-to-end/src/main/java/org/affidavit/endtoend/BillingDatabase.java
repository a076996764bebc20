package org.affidavit.endtoend;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.Objects;

/// A real PostgreSQL with a small billing database, for as long as this is open.
public final class BillingDatabase implements AutoCloseable {
    /// The target account the gateway logs in with.
    public static final String USER = "billing_app";

    /// Its password: agents never see it.
    public static final String PASSWORD = "kept-by-the-gateway-only";

    private final EmbeddedPostgres postgres;

    private BillingDatabase(EmbeddedPostgres postgres) {
        this.postgres = postgres;
    }

    /// Starts the server in a folder of its own and fills the database.
    public static BillingDatabase start(Path folder)
            throws IOException, SQLException, GeneralSecurityException {
        var postgres =
                EmbeddedPostgres.builder()
                        .setOverrideWorkingDirectory(folder.resolve("bin").toFile())
                        .setDataDirectory(folder.resolve("data"))
                        .setServerConfig("password_encryption", "scram-sha-256")
                        .start();
        var database = new BillingDatabase(postgres);
        try (var connection = database.administrator();
                var statement = connection.createStatement()) {
            statement.execute("CREATE ROLE " + USER + " LOGIN PASSWORD '" + PASSWORD + "'");
            statement.execute("CREATE DATABASE billing OWNER " + USER);
            demandTlsAndPasswords(statement);
        }
        try (var connection = database.owner();
                var statement = connection.createStatement()) {
            statement.execute(resource("/demo/database.sql"));
        }
        return database;
    }

    /// The server as an operator would run it: TLS, and a SCRAM password for the gateway's account.
    private static void demandTlsAndPasswords(Statement statement)
            throws SQLException, IOException, GeneralSecurityException {
        Path data = Path.of(show(statement, "data_directory"));
        ServerCertificate.write(data, Clock.systemUTC());
        Path rules = data.resolve("pg_hba.conf");
        Files.writeString(
                rules,
                "hostssl all "
                        + USER
                        + " 127.0.0.1/32 scram-sha-256\n"
                        + "host all "
                        + USER
                        + " 127.0.0.1/32 reject\n"
                        + Files.readString(rules));
        statement.execute("ALTER SYSTEM SET ssl = on");
        statement.execute("SELECT pg_reload_conf()");
        while (show(statement, "ssl").equals("off")) {
            // The server answers the reload before it has read its files again.
            statement.execute("SELECT pg_sleep(0.05)");
        }
    }

    private static String show(Statement statement, String setting) throws SQLException {
        try (var answer = statement.executeQuery("SHOW " + setting)) {
            answer.next();
            return answer.getString(1);
        }
    }

    private Connection administrator() throws SQLException {
        return postgres.getPostgresDatabase().getConnection();
    }

    /// A connection past the gateway, to see what is really in the tables.
    public Connection owner() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/billing?sslmode=require",
                USER,
                PASSWORD);
    }

    /// The address to register.
    public String url() {
        return "postgres://" + USER + "@127.0.0.1:" + postgres.getPort() + "/billing";
    }

    private static String resource(String name) throws IOException {
        try (var in = BillingDatabase.class.getResourceAsStream(name)) {
            return new String(
                    Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() throws IOException {
        postgres.close();
    }
}
