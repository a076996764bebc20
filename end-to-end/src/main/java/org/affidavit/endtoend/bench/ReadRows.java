package org.affidavit.endtoend.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/// A client that reads a large result to its end and keeps none of it. Prints how many seconds that
/// took.
final class ReadRows {
    private static final int ROWS_AT_ONCE = 5_000;

    private ReadRows() {}

    /// @param arguments `port/database`, user, `text` or `binary`, query, rows that it must have.
    ///   The password is in `PGPASSWORD`
    public static void main(String[] arguments) throws SQLException, IOException {
        var out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8);
        var properties = new Properties();
        properties.setProperty("user", arguments[1]);
        properties.setProperty("password", System.getenv("PGPASSWORD"));
        properties.setProperty("sslmode", "require");
        properties.setProperty("prepareThreshold", "-1");
        boolean binary = arguments[2].equals("binary");
        properties.setProperty("binaryTransfer", String.valueOf(binary));
        String url = "jdbc:postgresql://127.0.0.1:" + arguments[0];
        try (var connection = DriverManager.getConnection(url, properties)) {
            connection.setAutoCommit(false);
            long began = System.nanoTime();
            long rows = 0;
            try (var statement = connection.prepareStatement(arguments[3])) {
                statement.setFetchSize(ROWS_AT_ONCE);
                try (var result = statement.executeQuery()) {
                    while (result.next()) {
                        rows++;
                    }
                }
            }
            if (rows != Long.parseLong(arguments[4])) {
                throw new IOException("The result ended after " + rows + " rows");
            }
            out.println((System.nanoTime() - began) / 1e9);
        }
    }
}
