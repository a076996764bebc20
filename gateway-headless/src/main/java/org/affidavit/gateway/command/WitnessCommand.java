package org.affidavit.gateway.command;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.affidavit.gateway.config.GatewayConfig.Address;
import org.affidavit.gateway.witness.WitnessServer;
import org.affidavit.sessionlog.anchor.CosigningKey;
import org.affidavit.sessionlog.anchor.SeenCheckpoints;
import org.affidavit.sessionlog.anchor.Witness;
import org.affidavit.sessionlog.key.VerifierKey;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `affidavit witness`.
@Command(
        name = "witness",
        description = {
            "Runs a witness: a service that cosigns a log's checkpoints as long as the log only"
                    + " grows.",
            "Run it where the log's operator cannot reach. It sees sizes and hashes, never"
                    + " records."
        },
        footer = {
            "  affidavit witness init --dir witness --name witness.corp.example/w1",
            "  affidavit witness run --dir witness --listen 127.0.0.1:8450"
        })
final class WitnessCommand {
    private static final String KEY = "witness.key";
    private static final String OPEN_KEY = "witness.vkey";
    private static final String LOGS = "logs";

    private WitnessCommand() {}

    static CommandLine line(Terminal terminal) {
        return new CommandLine(new WitnessCommand())
                .addSubcommand(new Init(terminal))
                .addSubcommand(new Run(terminal));
    }

    /// `affidavit witness init`.
    @Command(
            name = "init",
            description = "Makes a folder with a key for a witness, and prints the public part.",
            footer = "  affidavit witness init --dir witness --name witness.corp.example/w1")
    private static final class Init implements Callable<Integer> {
        private final Terminal terminal;

        @Option(
                names = "--dir",
                required = true,
                paramLabel = "FOLDER",
                description = "The witness's folder.")
        private Path folder = Path.of("");

        @Option(
                names = "--name",
                required = true,
                paramLabel = "NAME",
                description = "The witness's name for ever: a URL without scheme.")
        private String name = "";

        Init(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() throws IOException {
            Files.createDirectories(folder.resolve(LOGS));
            CosigningKey key = CosigningKey.create(folder.resolve(KEY), name);
            String vkey = key.cosigner().vkey();
            Files.writeString(folder.resolve(OPEN_KEY), vkey + "\n", StandardOpenOption.CREATE_NEW);
            terminal.out().println("witness key  " + vkey);
            terminal.err()
                    .println(
                            "Put the log.vkey of each log that it may cosign into "
                                    + folder.resolve(LOGS)
                                    + " (any name, ending in .vkey), and the key above under"
                                    + " `witnesses` in the gateway's configuration.");
            return ExitCode.OK.code();
        }
    }

    /// `affidavit witness run`.
    @Command(
            name = "run",
            description = {
                "Serves POST /add-checkpoint (C2SP tlog-witness) until it is told to stop.",
                "Plain HTTP: every answer is signed or public. For a private way put a proxy with"
                        + " TLS before it."
            },
            footer = "  affidavit witness run --dir witness --listen 127.0.0.1:8450")
    private static final class Run implements Callable<Integer> {
        private final Terminal terminal;

        @Option(
                names = "--dir",
                required = true,
                paramLabel = "FOLDER",
                description = "The witness's folder, made by `witness init`.")
        private Path folder = Path.of("");

        @Option(
                names = "--listen",
                paramLabel = "HOST:PORT",
                defaultValue = "127.0.0.1:8450",
                description = "Where to listen. Default: ${DEFAULT-VALUE}")
        private String listen = "";

        Run(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() throws CommandFailed, IOException, InterruptedException {
            CosigningKey key = CosigningKey.load(folder.resolve(KEY));
            Map<String, List<VerifierKey>> logs = logs();
            try (FileChannel lock =
                    FileChannel.open(
                            folder.resolve("lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE)) {
                @Nullable FileLock held = lock.tryLock();
                if (held == null) {
                    throw new CommandFailed(
                            ExitCode.FAILED,
                            "A witness already runs in " + folder + ".",
                            "Two with one key could cosign two histories. Stop that one.");
                }
                var seen = new SeenCheckpoints(folder.resolve("seen"));
                serve(new Witness(seen, key, logs, terminal.clock()), key, logs);
            }
            return ExitCode.OK.code();
        }

        private void serve(Witness witness, CosigningKey key, Map<String, List<VerifierKey>> logs)
                throws CommandFailed, IOException, InterruptedException {
            Address at = address();
            WitnessServer server = WitnessServer.start(at, witness);
            Runtime.getRuntime()
                    .addShutdownHook(
                            Thread.ofPlatform().name("stop").unstarted(() -> stop(server)));
            logs.keySet().stream()
                    .sorted()
                    .forEach(log -> terminal.out().println("log         " + log));
            terminal.out().println("witness     " + key.cosigner().vkey());
            terminal.out().println("ready       http://" + at.host() + ":" + server.port());
            terminal.out().flush();
            new CountDownLatch(1).await();
        }

        /// A process that was told to stop and did so in order has not failed.
        private void stop(WitnessServer server) {
            server.close();
            terminal.err().println("stopped");
            Runtime.getRuntime().halt(ExitCode.OK.code());
        }

        private Map<String, List<VerifierKey>> logs() throws CommandFailed, IOException {
            List<Path> files;
            try (var found = Files.list(folder.resolve(LOGS))) {
                files = found.filter(file -> file.toString().endsWith(".vkey")).sorted().toList();
            }
            if (files.isEmpty()) {
                throw new CommandFailed(
                        ExitCode.INVALID_CONFIG,
                        "This witness knows no log: there is no .vkey in "
                                + folder.resolve(LOGS)
                                + ".",
                        "Put the log.vkey of each log that it may cosign there.");
            }
            return LogKeys.named(files).keys().stream()
                    .collect(Collectors.groupingBy(VerifierKey::name));
        }

        private Address address() throws CommandFailed {
            int colon = listen.lastIndexOf(':');
            try {
                int port = Integer.parseInt(listen.substring(colon + 1));
                if (colon > 0 && port >= 0 && port <= 65_535) {
                    return new Address(listen.substring(0, colon).replaceAll("^\\[|]$", ""), port);
                }
            } catch (NumberFormatException _) {
                // Said below.
            }
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "`" + listen + "` is no address to listen on.",
                    "Write --listen HOST:PORT, such as 127.0.0.1:8450.");
        }
    }
}
