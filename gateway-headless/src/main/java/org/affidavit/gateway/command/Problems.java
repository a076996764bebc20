package org.affidavit.gateway.command;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.affidavit.gateway.config.ConfigInvalid;
import org.affidavit.gateway.credential.CredentialUnavailable;
import org.affidavit.gateway.identity.TokenRefused;
import org.affidavit.sessionlog.LogFailure;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/// Tells a person what went wrong: what happened, what to do, never a stack trace (unless
/// `AFFIDAVIT_DEBUG` asks for it).
final class Problems implements IParameterExceptionHandler, IExecutionExceptionHandler {
    private final Terminal terminal;

    Problems(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public int handleParseException(ParameterException problem, String[] arguments) {
        CommandLine line = problem.getCommandLine();
        PrintWriter err = terminal.err();
        err.println("affidavit: " + Visible.line(message(problem)));
        UnmatchedArgumentException.printSuggestions(problem, err);
        if (!(problem instanceof UnmatchedArgumentException) && !line.getSubcommands().isEmpty()) {
            err.println("  There are: " + String.join(", ", line.getSubcommands().keySet()));
        }
        err.println("  Try: " + line.getCommandSpec().qualifiedName() + " --help");
        return ExitCode.USAGE.code();
    }

    @Override
    public int handleExecutionException(Exception problem, CommandLine line, ParseResult parsed) {
        if (terminal.setting("AFFIDAVIT_DEBUG").isPresent()) {
            problem.printStackTrace(terminal.err());
        }
        CommandFailed told = told(problem);
        terminal.err().println("affidavit: " + Visible.text(message(told)));
        if (!told.next().isEmpty()) {
            terminal.err().println("  " + told.next().replace("\n", "\n  "));
        }
        return told.exit().code();
    }

    /// What to say of a failure.
    static CommandFailed told(Exception problem) {
        return switch (problem) {
            case CommandFailed failed -> failed;
            case ConfigInvalid invalid ->
                    failed(
                            ExitCode.INVALID_CONFIG,
                            "The configuration cannot be used.\n" + invalid.getMessage(),
                            "Then check it: affidavit run --check --config FILE");
            case CredentialUnavailable missing ->
                    failed(ExitCode.FAILED, missing, "See: affidavit connection test --help");
            case TokenRefused refused ->
                    failed(ExitCode.NOT_ALLOWED, refused, "See: affidavit token --help");
            case LogFailure failure ->
                    failed(
                            failure.isAlteration() ? ExitCode.ALTERED : ExitCode.FAILED,
                            failure,
                            "");
            case InterruptedIOException interrupted ->
                    failed(ExitCode.FAILED, interrupted, "Run the command again.");
            case FileSystemException file -> told(file);
            case UncheckedIOException unchecked -> failed(ExitCode.FAILED, unchecked, "");
            case IOException io -> failed(ExitCode.FAILED, io, "");
            case CancellationException _ ->
                    failed(ExitCode.FAILED, "It was cancelled.", "Run the command again.");
            default ->
                    failed(
                            ExitCode.FAILED,
                            "This is a fault of the program ("
                                    + problem.getClass().getSimpleName()
                                    + "); nothing was recorded or changed by the failing step.",
                            "Run it again with AFFIDAVIT_DEBUG=1 and report what it prints.");
        };
    }

    private static CommandFailed told(FileSystemException problem) {
        String file = problem.getFile();
        return switch (problem) {
            case NoSuchFileException _ ->
                    failed(
                            ExitCode.NOT_FOUND,
                            Optional.ofNullable(problem.getReason())
                                    .map(reason -> file + ": " + reason + ".")
                                    .orElse(file + " does not exist."),
                            "Check the path.");
            case AccessDeniedException _ ->
                    failed(
                            ExitCode.NOT_ALLOWED,
                            "This user may not open " + file + ".",
                            "Run it as the user that owns the file.");
            case FileAlreadyExistsException _ ->
                    failed(
                            ExitCode.FAILED,
                            file + " exists already; nothing is overwritten.",
                            "Name another file.");
            default ->
                    failed(
                            ExitCode.FAILED,
                            file
                                    + " cannot be used: "
                                    + Optional.ofNullable(problem.getReason())
                                            .orElse("the system gives no reason")
                                    + ".",
                            "Check the disk's free space and the file's rights.");
        };
    }

    private static CommandFailed failed(ExitCode exit, Exception problem, String next) {
        return failed(exit, message(problem), next);
    }

    private static String message(Exception problem) {
        return Optional.ofNullable(problem.getMessage())
                .orElseGet(() -> problem.getClass().getSimpleName());
    }

    private static CommandFailed failed(ExitCode exit, String what, String next) {
        return new CommandFailed(exit, what, next);
    }
}
