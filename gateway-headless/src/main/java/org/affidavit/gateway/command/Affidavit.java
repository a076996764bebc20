package org.affidavit.gateway.command;

import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ScopeType;

/// The `affidavit` command: sets up and runs the gateway, decides on held commands, and checks,
/// searches and exports what was recorded.
@Command(
        name = "affidavit",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = Build.class,
        sortOptions = false,
        usageHelpAutoWidth = true,
        descriptionHeading = "%n",
        parameterListHeading = "%nParameters:%n",
        optionListHeading = "%nOptions:%n",
        commandListHeading = "%nCommands:%n",
        footerHeading = "%nExample:%n",
        description = "Session evidence for tool-using agents.",
        footer = {
            "  affidavit init --dir gateway",
            "  affidavit run --config gateway/affidavit.yaml",
            "  affidavit verify gateway/log"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:failed",
            "2:wrong usage",
            "3:invalid configuration",
            "4:not found",
            "5:not allowed",
            "6:cannot be reached",
            "7:altered: the log or packet is not as it was written",
            "8:torn: a crash cut the last write short; everything signed holds",
            "9:signed by an unknown key",
            "10:written by newer software",
            "11:unsigned end: everything signed holds; records behind it are signed by nobody",
            "130:interrupted"
        })
public final class Affidavit {
    private Affidavit() {}

    /// Runs one command and ends the process with its exit code.
    public static void main(String... arguments) {
        // Libraries that log the JDK's way follow logback.xml like everything else.
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        Terminal terminal = Terminal.ofProcess();
        Thread.currentThread().setUncaughtExceptionHandler((_, failure) -> halt(terminal, failure));
        System.exit(run(terminal, arguments));
    }

    /// Runs one command.
    ///
    /// @return its exit code
    static int run(Terminal terminal, String... arguments) {
        int exit = commandLine(terminal).execute(arguments);
        terminal.out().flush();
        terminal.err().flush();
        return exit;
    }

    static CommandLine commandLine(Terminal terminal) {
        CommandLine line = new CommandLine(new Affidavit());
        line.addSubcommand(new InitCommand(terminal))
                .addSubcommand(new RunCommand(terminal))
                .addSubcommand(ConnectionCommand.line(terminal))
                .addSubcommand(TokenCommand.line(terminal))
                .addSubcommand(PolicyCommand.line(terminal))
                .addSubcommand(SessionsCommand.line(terminal))
                .addSubcommand(RecordsCommand.line(terminal))
                .addSubcommand(KeysCommand.line(terminal))
                .addSubcommand(new EraseCommand(terminal))
                .addSubcommand(HoldCommand.line(terminal))
                .addSubcommand(ApprovalsCommand.line(terminal))
                .addSubcommand(DevicesCommand.line(terminal))
                .addSubcommand(ReaderCommand.line(terminal))
                .addSubcommand(new VerifyCommand(terminal))
                .addSubcommand(WitnessCommand.line(terminal))
                .addSubcommand(new BundleCommand(terminal))
                .addSubcommand(ProofCommand.line(terminal))
                .addSubcommand(DiscloseCommand.line(terminal))
                .addSubcommand(PacketCommand.line(terminal))
                .addSubcommand(new VersionCommand(terminal))
                .addSubcommand(new CompletionCommand(terminal))
                .addSubcommand(new HelpCommand(terminal));
        Problems problems = new Problems(terminal);
        return line.setOut(terminal.out())
                .setErr(terminal.err())
                .setColorScheme(Help.defaultColorScheme(terminal.colour() ? Ansi.AUTO : Ansi.OFF))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(problems)
                .setExecutionExceptionHandler(problems);
    }

    /// Only for what no command can handle, such as memory running out.
    private static void halt(Terminal terminal, Throwable failure) {
        terminal.err().println("affidavit: stopped by " + failure.getClass().getSimpleName() + ".");
        Runtime.getRuntime().halt(ExitCode.FAILED.code());
    }
}
