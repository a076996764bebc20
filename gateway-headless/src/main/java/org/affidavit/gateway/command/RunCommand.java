package org.affidavit.gateway.command;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.affidavit.gateway.Composition;
import org.affidavit.gateway.config.ConfigInvalid;
import org.affidavit.gateway.config.GatewayConfig;
import org.affidavit.gateway.credential.CredentialUnavailable;
import org.affidavit.sessionlog.LogFailure;
import org.affidavit.sessionlog.SessionLog;
import org.affidavit.sessionlog.event.GatewayEvent.LogRecovered;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `affidavit run`.
@Command(
        name = "run",
        description = {
            "Runs the gateway until it is told to stop (SIGTERM or Ctrl-C).",
            "Nothing runs unrecorded: when the log cannot be written, every session ends and the"
                    + " gateway stops."
        },
        footer = {
            "  affidavit run --config gateway/affidavit.yaml",
            "  affidavit run --config gateway/affidavit.yaml --check"
        })
final class RunCommand implements Callable<Integer> {
    private final Terminal terminal;
    @Mixin private ConfigOption config = new ConfigOption();

    @Option(
            names = "--check",
            description =
                    "Check the configuration and every file it names, as a start does; start"
                            + " nothing.")
    private boolean check;

    RunCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call()
            throws CommandFailed,
                    ConfigInvalid,
                    CredentialUnavailable,
                    IOException,
                    InterruptedException {
        GatewayConfig gateway = config.read(terminal);
        if (!check) {
            refuseSecond(gateway);
        }
        new ConfigCheck(gateway, terminal.clock())
                .run()
                .forEach(doubt -> terminal.err().println("warning: " + Visible.text(doubt.text())));
        if (check) {
            terminal.out().println("ok " + gateway.file());
            return ExitCode.OK.code();
        }
        return run(gateway);
    }

    /// Before anything is said of ports: whoever follows that advice starts a second gateway.
    private static void refuseSecond(GatewayConfig gateway) throws CommandFailed, IOException {
        if (SessionLog.isBeingWritten(gateway.log().folder())) {
            throw new CommandFailed(
                    ExitCode.FAILED,
                    "A gateway already runs on the log " + gateway.log().folder() + ".",
                    "Two would fork the evidence. Stop that one, or give this one a log of its own"
                            + " in "
                            + gateway.file());
        }
    }

    private int run(GatewayConfig gateway)
            throws CommandFailed, ConfigInvalid, IOException, InterruptedException {
        var exit = new AtomicReference<>(ExitCode.OK);
        var starting = new CompletableFuture<Composition>();
        // Whoever tells it to stop while it starts must not cut that short: what is begun by then
        // is ended in order.
        Runtime.getRuntime()
                .addShutdownHook(
                        Thread.ofPlatform().name("stop").unstarted(() -> stop(starting, exit)));
        Composition composition;
        try {
            composition = start(gateway);
            starting.complete(composition);
        } finally {
            starting.cancel(false);
        }
        composition
                .recovered()
                .filter(found -> found.adopted() > 0)
                .ifPresent(found -> terminal.out().println(adopted(found)));
        composition.listening().forEach(terminal.out()::println);
        terminal.out().println("ready       log " + gateway.log().folder());
        composition.readAgain().filter(reading -> !reading.isDone()).ifPresent(this::tell);
        terminal.out().flush();
        CommandFailed why = stopped(failure(composition));
        exit.set(why.exit());
        composition.close();
        throw why;
    }

    private void stop(CompletableFuture<Composition> starting, AtomicReference<ExitCode> exit) {
        try {
            starting.join().close();
        } catch (CancellationException _) {
            // It did not start, and says so with an exit code of its own.
            return;
        }
        terminal.err().println("stopped");
        // A process that was told to stop and did so in order has not failed, whatever signal told
        // it.
        Runtime.getRuntime().halt(exit.get().code());
    }

    private static CommandFailed stopped(LogFailure failure) {
        return new CommandFailed(
                failure.isAlteration() ? ExitCode.ALTERED : ExitCode.FAILED,
                "The gateway stopped: " + failure.getMessage(),
                failure.isAlteration()
                        ? "Nothing ran unrecorded."
                        : "Nothing ran unrecorded. Make room or repair the disk, then start it"
                                + " again: it recovers by itself.");
    }

    /// Nobody can tell whether such records are those of the life before, so a person has to hear.
    static String adopted(LogRecovered found) {
        return String.format(
                Locale.ROOT,
                "recovered   records %d to %d were signed by nobody; they are signed now, as they"
                        + " were found (SHA-256 over their hashes %s)",
                found.lastIndex() - found.adopted() + 1,
                found.lastIndex(),
                found.adoptedSha256());
    }

    private void tell(CompletableFuture<Long> reading) {
        terminal.out().println("reading     what the log held before, while sessions run already");
        var _ =
                reading.thenAccept(records -> {
                    terminal.out()
                            .println("read        " + records + " records: as they were signed");
                    terminal.out().flush();
                });
    }

    private static LogFailure failure(Composition composition) throws InterruptedException {
        try {
            return composition.onFailure().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("The log's failure has no failure of its own", e);
        }
    }

    private Composition start(GatewayConfig gateway)
            throws CommandFailed, ConfigInvalid, IOException {
        try {
            return Composition.start(gateway, Build.version(), terminal.clock());
        } catch (LogFailure | FileSystemException plain) {
            throw plain;
        } catch (IOException problem) {
            throw new PortProblem(problem, gateway.file()).told();
        }
    }
}
