package org.affidavit.gateway.command;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.affidavit.gateway.config.ConfigInvalid;
import org.affidavit.gateway.config.GatewayConfig;
import org.affidavit.gateway.identity.DevelopmentTokens;
import org.affidavit.gateway.identity.TokenUnavailable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `affidavit token`.
@Command(
        name = "token",
        description = {
            "Prints a token for an agent from the development issuer of a running gateway.",
            "For evaluation only: elsewhere, agents get their tokens from your organisation's"
                    + " issuer. Whatever the issuer, `exchange` gets a short secret for a token."
        },
        footer = {
            "  affidavit token --agent billing-bot --config gateway/affidavit.yaml",
            "  PGPASSWORD=$(affidavit token --agent billing-bot) psql \"host=...\""
        })
final class TokenCommand implements Callable<Integer> {
    private final Terminal terminal;
    @Mixin private ConfigOption config = new ConfigOption();

    @Option(
            names = "--agent",
            paramLabel = "NAME",
            description = "A client of the development issuer.")
    private Optional<String> agent = Optional.empty();

    TokenCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    static CommandLine line(Terminal terminal) {
        return new CommandLine(new TokenCommand(terminal))
                .addSubcommand(new TokenExchange(terminal))
                .addSubcommand(new TokenList(terminal))
                .addSubcommand(new TokenRevoke(terminal));
    }

    @Override
    public Integer call() throws CommandFailed, ConfigInvalid, IOException {
        if (agent.isEmpty()) {
            throw new CommandFailed(ExitCode.USAGE, "Whose token?", "Add: --agent NAME");
        }
        terminal.out().println(fetch(config.read(terminal), agent.get()));
        return ExitCode.OK.code();
    }

    /// A token from the development issuer.
    static String fetch(GatewayConfig gateway, String client)
            throws CommandFailed, ConfigInvalid, IOException {
        if (gateway.developmentIssuer().isEmpty()) {
            throw new CommandFailed(
                    ExitCode.NOT_FOUND,
                    "This gateway has no development issuer.",
                    "Get a token from "
                            + gateway.issuers().getFirst().issuer()
                            + " and pass it with --token-file or $AFFIDAVIT_TOKEN.");
        }
        try {
            return DevelopmentTokens.fetch(gateway, client);
        } catch (TokenUnavailable e) {
            throw failed(e, gateway);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new CommandFailed(ExitCode.FAILED, "It was interrupted.", "Run it again.");
        }
    }

    private static CommandFailed failed(TokenUnavailable problem, GatewayConfig gateway) {
        String run = "Start it: affidavit run --config " + gateway.file();
        String what = String.valueOf(problem.getMessage());
        return switch (problem.why()) {
            case NO_ISSUER -> new CommandFailed(ExitCode.NOT_FOUND, what, "");
            case UNKNOWN_CLIENT ->
                    new CommandFailed(
                            ExitCode.NOT_FOUND,
                            what,
                            "Clients are listed in "
                                    + gateway.developmentIssuer()
                                            .map(GatewayConfig.DevelopmentIssuer::clients)
                                            .map(Object::toString)
                                            .orElse("no file"));
            case UNREACHABLE -> new CommandFailed(ExitCode.CANNOT_REACH, what, run);
            case REFUSED -> new CommandFailed(ExitCode.NOT_ALLOWED, what, run);
        };
    }
}
