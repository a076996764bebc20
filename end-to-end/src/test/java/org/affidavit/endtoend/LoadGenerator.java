package org.affidavit.endtoend;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Properties;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/// Agents that write and read as fast as they can until the gateway dies under them, and remember
/// what they were told had happened.
final class LoadGenerator implements AutoCloseable {
    private final Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final AtomicReference<SQLException> lastProblem = new AtomicReference<>();
    private final Thread[] agents;

    LoadGenerator(GatewayFolder gateway, String token, int count, String marker) {
        agents = new Thread[count];
        for (int i = 0; i < count; i++) {
            String own = marker + "a" + i;
            agents[i] = Thread.ofVirtual().start(() -> work(gateway, token, own));
        }
    }

    private void work(GatewayFolder gateway, String token, String own) {
        try (var connection = connect(gateway, token);
                var statement = connection.createStatement()) {
            for (int i = 0; !stopping.get(); i++) {
                String mark = own + "n" + i + "x";
                if (i % 3 == 2) {
                    statement
                            .executeQuery(
                                    "SELECT count(*) FROM payments WHERE status = '" + mark + "'")
                            .close();
                } else {
                    statement.executeUpdate(
                            "UPDATE payments SET status = '"
                                    + mark
                                    + "' WHERE id = "
                                    + (1 + i % 700));
                }
                acknowledged.add(mark);
            }
        } catch (SQLException ended) {
            // Expected once the gateway is killed; told by whoever waits for the first answer.
            lastProblem.set(ended);
        }
    }

    static Connection connect(GatewayFolder gateway, String token) throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", "billing-bot");
        properties.setProperty("password", token);
        properties.setProperty("sslmode", "verify-full");
        properties.setProperty("sslrootcert", gateway.ca().toString());
        properties.setProperty("loginTimeout", "10");
        properties.setProperty("socketTimeout", "20");
        return DriverManager.getConnection(
                "jdbc:postgresql://localhost:" + gateway.agentPort() + "/prod-db", properties);
    }

    /// Waits until at least one command was acknowledged: only then is there a load.
    void awaitFirst() throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (acknowledged.isEmpty()) {
            if (System.nanoTime() > deadline || Arrays.stream(agents).noneMatch(Thread::isAlive)) {
                throw new AssertionError("No agent got an answer", lastProblem.get());
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    /// Marks of every command whose success an agent was told of.
    Queue<String> acknowledged() {
        return acknowledged;
    }

    @Override
    public void close() throws InterruptedException {
        stopping.set(true);
        for (Thread agent : agents) {
            agent.join();
        }
    }
}
