package org.affidavit.endtoend.demo;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import org.affidavit.endtoend.BillingDatabase;
import org.affidavit.endtoend.GatewayFolder;

/// Shows the whole product at work on real parts, and fails if any step does not hold.
///
/// A PostgreSQL server, a development OIDC issuer and the gateway run as processes of their own; an
/// ordinary JDBC client plays the agent; the `affidavit` command plays the people.
public final class Demo {
    private Demo() {}

    /// @param arguments the folder to leave everything in; it is emptied first
    public static void main(String... arguments) throws Exception {
        var out =
                new PrintStream(
                        new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        var folder = Path.of(arguments[0]).toAbsolutePath();
        long start = System.nanoTime();
        try {
            play(folder, new Story(out));
        } catch (Story.StepFailed failed) {
            out.println("  ✗ " + failed.getMessage() + "\n\nThe demo did not hold.");
            System.exit(1);
        }
        long seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds();
        var shown = Path.of("").toAbsolutePath().relativize(folder);
        out.println("\nEvery step held, in " + seconds + " s. Everything is in " + shown);
    }

    private static void play(Path folder, Story story)
            throws IOException, InterruptedException, SQLException, GeneralSecurityException {
        Path work = folder.resolveSibling("demo-work");
        empty(folder);
        empty(work);
        Files.createDirectories(work);
        story.chapter("A database, an issuer and a gateway");
        try (var database =
                BillingDatabase.start(
                        Files.createDirectories(folder.resolveSibling("demo-postgres")))) {
            story.tell(
                    "PostgreSQL 18 with 250 customers and 750 payments; TLS and a SCRAM password");
            var setUp = GatewayFolder.create(folder, work, database, "/demo/policy.yaml");
            story.tell("Gateway set up by `affidavit init` and `affidavit connection add`");
            try (var gateway = setUp.run()) {
                new AgentActs(setUp, database, story).play();
                new AuditorActs(setUp, story).playLive();
                DesktopWindow.openIfAsked(setUp, story);
                story.chapter("The gateway stops");
                int exit = gateway.stop();
                story.step(
                        "the gateway closed its log and stopped in order",
                        exit == 0,
                        "exit code " + exit);
            }
            new AuditorActs(setUp, story).playOffline();
        }
    }

    private static void empty(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (var files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
