package org.affidavit.endtoend;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Runs the `affidavit` command as a user would: a process of its own, on this class path.
public final class AffidavitCommand {
    private static final String MAIN = "org.affidavit.gateway.command.Affidavit";
    private static final int SECONDS_MAX = 60;

    private final Path scratch;

    /// @param scratch existing folder for the output of the processes
    public AffidavitCommand(Path scratch) {
        this.scratch = scratch;
    }

    /// What a finished command left.
    public record Result(int exit, String out, String err) {
        /// Standard output, or an exception that tells what went wrong.
        public String orFail() {
            if (exit != 0) {
                throw new IllegalStateException(
                        "affidavit ended with exit code " + exit + ": " + err + out);
            }
            return out;
        }
    }

    /// Runs a command to its end.
    public Result run(String... arguments) throws IOException, InterruptedException {
        Path out = Files.createTempFile(scratch, "affidavit", ".out");
        Path err = Files.createTempFile(scratch, "affidavit", ".err");
        try {
            var process =
                    builder(List.of(arguments))
                            .redirectOutput(out.toFile())
                            .redirectError(err.toFile())
                            .start();
            process.getOutputStream().close();
            if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(
                        "affidavit "
                                + String.join(" ", arguments)
                                + " did not end in "
                                + SECONDS_MAX
                                + " s");
            }
            return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    /// Starts a command that goes on; its output is appended to a file.
    Process start(Path output, List<String> arguments) throws IOException {
        return builder(arguments)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                .start();
    }

    private static ProcessBuilder builder(List<String> arguments) {
        var line = new ArrayList<String>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(
                List.of(
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-Dfile.encoding=" + StandardCharsets.UTF_8,
                        "-Dstdout.encoding=" + StandardCharsets.UTF_8,
                        "-cp",
                        System.getProperty("java.class.path"),
                        MAIN));
        line.addAll(arguments);
        return new ProcessBuilder(line);
    }
}
