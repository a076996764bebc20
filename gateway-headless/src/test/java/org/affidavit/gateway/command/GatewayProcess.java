package org.affidavit.gateway.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// `affidavit run` in a process of its own.
record GatewayProcess(Process process, Path output) implements AutoCloseable {
    private static final int SECONDS_MAX = 60;

    static GatewayProcess start(TestFolder gateway, String... before) throws Exception {
        Path output = Files.createTempFile(gateway.folder().getParent(), "run", ".out");
        var line = new ArrayList<>(List.of(before));
        line.addAll(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:-UsePerfData",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Affidavit.class.getName(),
                        "run",
                        "--config",
                        gateway.config().toString()));
        var process =
                new ProcessBuilder(line)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        return new GatewayProcess(process, output);
    }

    /// @param before the command that starts it, such as a shell that sets limits
    static GatewayProcess ready(TestFolder gateway, String... before) throws Exception {
        var started = start(gateway, before);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_MAX);
        while (!started.text().contains("\nready ")) {
            assertThat(started.process.waitFor(20, TimeUnit.MILLISECONDS))
                    .as(started.text())
                    .isFalse();
            assertThat(System.nanoTime()).as(started.text()).isLessThan(deadline);
        }
        return started;
    }

    String text() throws Exception {
        return Files.readString(output);
    }

    /// @return the exit code
    int terminate() throws Exception {
        process.destroy();
        return end();
    }

    int end() throws Exception {
        assertThat(process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)).as(text()).isTrue();
        return process.exitValue();
    }

    void kill() throws Exception {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws Exception {
        kill();
    }
}
