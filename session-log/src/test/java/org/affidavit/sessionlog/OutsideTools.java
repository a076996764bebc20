package org.affidavit.sessionlog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Other people's programs, run in a folder.
public record OutsideTools(Path folder) {
    private static final Path GO_LIBRARY =
            Path.of("/usr/share/gocode/src/golang.org/x/mod/sumdb/tlog");
    private static final int SECONDS_MAX = 120;

    /// How a program ended.
    ///
    /// @param out all that it said
    public record Ended(int exit, String out) {}

    /// Skips the test, saying which tool the build does without.
    public static void require(String... tools) {
        for (String tool : tools) {
            boolean found =
                    Files.isExecutable(Path.of("/usr/bin", tool))
                            || Files.isExecutable(Path.of("/usr/local/bin", tool));
            skipUnless(found && (!tool.equals("go") || Files.isDirectory(GO_LIBRARY)), tool);
        }
    }

    private static void skipUnless(boolean found, String tool) {
        String loud =
                "SKIPPED: %s is not installed, so NOBODY ELSE'S TOOL checks the log in this build;"
                                .formatted(tool)
                        + " run end-to-end/scripts/install-strangers.sh";
        if (!found) {
            System.err.println(loud);
        }
        assumeTrue(found, loud);
    }

    /// Runs one program to its end.
    public Ended run(List<String> command) throws IOException, InterruptedException {
        Path out = Files.createTempFile(folder, "out", ".txt");
        var builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment()
                .putAll(Map.of("GO111MODULE", "off", "GOPATH", "/usr/share/gocode", "LC_ALL", "C"));
        builder.environment().putIfAbsent("GOCACHE", folder.resolve("go-cache").toString());
        Process process = builder.redirectErrorStream(true).redirectOutput(out.toFile()).start();
        if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException(command.getFirst() + " does not end");
        }
        return new Ended(process.exitValue(), Files.readString(out, UTF_8));
    }
}
