package org.affidavit.endtoend;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A gateway in a process of its own.
public final class RunningGateway implements AutoCloseable {
    private final Process process;
    private final Path output;

    private RunningGateway(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /// Starts `affidavit run` and waits until every port accepts connections.
    ///
    /// @throws IOException with the process's own words if it ends or does not get ready in time
    public static RunningGateway start(
            AffidavitCommand affidavit, Path config, Path output, Duration patience, int... ports)
            throws IOException, InterruptedException {
        var process = affidavit.start(output, List.of("run", "--config", config.toString()));
        var gateway = new RunningGateway(process, output);
        long deadline = System.nanoTime() + patience.toNanos();
        for (int port : ports) {
            gateway.await(port, deadline);
        }
        return gateway;
    }

    private void await(int port, long deadline) throws IOException, InterruptedException {
        while (!accepts(port)) {
            if (process.waitFor(50, TimeUnit.MILLISECONDS)) {
                throw new IOException(
                        "The gateway ended with " + process.exitValue() + ":\n" + output());
            }
            if (System.nanoTime() > deadline) {
                kill();
                throw new IOException(
                        "The gateway does not listen on port " + port + ":\n" + output());
            }
        }
    }

    private static boolean accepts(int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    /// Everything it has printed.
    public String output() throws IOException {
        return Files.readString(output);
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /// As `kill -9` does: no chance to write another byte.
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /// Asks it to stop, and waits for it.
    ///
    /// @return its exit code
    public int stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        return process.exitValue();
    }

    /// Stops it if it still runs. Whoever cares how it ends calls [#stop].
    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
