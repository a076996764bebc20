package org.affidavit.endtoend.demo;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Date;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/// The agent of the demo: an ordinary JDBC client that knows the gateway's address and its own
/// token, and nothing of the target's credential.
final class BillingAgent implements AutoCloseable {
    private final Connection connection;

    private BillingAgent(Connection connection) {
        this.connection = connection;
    }

    static BillingAgent connect(int port, Path ca, String token) throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", "billing-bot");
        properties.setProperty("password", token);
        properties.setProperty("sslmode", "verify-full");
        properties.setProperty("sslrootcert", ca.toString());
        properties.setProperty("ApplicationName", "monthly-billing-run");
        return new BillingAgent(
                DriverManager.getConnection(
                        "jdbc:postgresql://127.0.0.1:" + port + "/prod-db", properties));
    }

    /// Runs a query and gives every row as text.
    List<List<String>> query(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return read(rows);
        }
    }

    /// Uses one prepared statement again and again, so that the driver prepares it at the server.
    List<List<String>> disputedSince(String... days) throws SQLException {
        var found = new ArrayList<List<String>>();
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "SELECT id, amount, card FROM payments WHERE status = ? AND paid_at >= ?"
                                + " ORDER BY id")) {
            for (String day : days) {
                statement.setString(1, "disputed");
                statement.setDate(2, Date.valueOf(day));
                try (ResultSet rows = statement.executeQuery()) {
                    found.addAll(read(rows));
                }
            }
        }
        return found;
    }

    /// Runs a statement that changes data.
    ///
    /// @return rows changed
    int change(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }

    private static List<List<String>> read(ResultSet rows) throws SQLException {
        var all = new ArrayList<List<String>>();
        int columns = rows.getMetaData().getColumnCount();
        while (rows.next()) {
            var row = new ArrayList<String>();
            for (int i = 1; i <= columns; i++) {
                row.add(String.valueOf(rows.getString(i)));
            }
            all.add(row);
        }
        return all;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
