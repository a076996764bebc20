package org.affidavit.gateway.command;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.affidavit.gateway.config.ConfigInvalid;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `affidavit init`.
@Command(
        name = "init",
        description = {
            "Makes a folder with everything a gateway needs: configuration, policy, keys,"
                    + " certificates.",
            "Asks nothing and overwrites nothing. The profile `dev` has an issuer of its own, for"
                    + " evaluation only; `prod` names yours."
        },
        footer = {
            "  affidavit init --dir gateway --profile dev",
            "  affidavit init --dir /etc/affidavit --name gw.corp.example --profile prod \\",
            "      --issuer https://idp.corp.example"
        })
final class InitCommand implements Callable<Integer> {
    private static final Pattern NAME =
            Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?");

    private final Terminal terminal;

    @Option(
            names = "--dir",
            required = true,
            paramLabel = "FOLDER",
            description = "The folder to make. It must not exist yet, or be empty.")
    private Path folder = Path.of("");

    @Option(
            names = "--name",
            paramLabel = "HOST",
            defaultValue = "localhost",
            description = "The host name that clients use. Default: ${DEFAULT-VALUE}")
    private String name = "localhost";

    @Option(
            names = "--profile",
            paramLabel = "dev|prod",
            defaultValue = "dev",
            description = "What to set up for. Default: ${DEFAULT-VALUE}")
    private Profile profile = Profile.dev;

    @Option(
            names = "--issuer",
            paramLabel = "URL",
            description = "The OIDC issuer whose tokens are accepted; needed for prod.")
    private Optional<URI> issuer = Optional.empty();

    @Option(
            names = "--no-input",
            description = "Ask nothing. This command never does; scripts may say so.")
    @SuppressWarnings(
            "unused") // Accepted, because scripts rightly say so; there is nothing to ask.
    private boolean noInput;

    InitCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /// What a gateway is set up for; the names are what the option takes.
    enum Profile {
        dev,
        prod
    }

    @Override
    public Integer call()
            throws CommandFailed, IOException, GeneralSecurityException, ConfigInvalid {
        check();
        GatewaySetUp made;
        try (FreshFolder fresh = FreshFolder.at(folder)) {
            made = GatewaySetUp.fill(fresh, name, issuer, terminal.clock());
            fresh.moveIntoPlace();
        }
        Path shown = folder.normalize();
        made.files()
                .forEach((file, what) ->
                        terminal.out()
                                .printf(Locale.ROOT, "%-14s %s%n", what, shown.resolve(file)));
        terminal.out().println("CA SHA-256     " + made.authorityFingerprint());
        terminal.out().println("log key        " + made.logKey());
        next(shown.resolve("affidavit.yaml"));
        return ExitCode.OK.code();
    }

    private void check() throws CommandFailed {
        if (!NAME.matcher(name).matches()) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "`" + name + "` is not a host name.",
                    "Write letters, digits, dots and hyphens: --name gw.corp.example");
        }
        if (profile == Profile.prod && issuer.isEmpty()) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "The profile prod needs the issuer whose tokens are accepted.",
                    "Add: --issuer https://idp.corp.example");
        }
        if (profile == Profile.dev && issuer.isPresent()) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "The profile dev has an issuer of its own.",
                    "Leave out --issuer, or choose: --profile prod");
        }
        if (issuer.isPresent() && !"https".equals(issuer.get().getScheme())) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "An issuer is an https URL.",
                    "Write: --issuer https://idp.corp.example");
        }
    }

    private void next(Path config) {
        terminal.err()
                .println(
                        """

                        Keep log.vkey where the gateway's operator cannot change it: it checks the log.
                        Move keys/reader.jwk to whoever reads the log: it opens everything that is
                        recorded, and nobody needs it on the gateway's machine.
                        Next:
                          affidavit connection add prod-db postgres://user@127.0.0.1:5432/db \\
                              --credential-file FILE --config {config}
                          affidavit run --config {config}\
                        """
                                .replace("{config}", config.toString()));
        if (profile == Profile.dev) {
            terminal.err()
                    .println(
                            "The development issuer is for evaluation only: it gives tokens to"
                                    + " whoever holds a file under clients/.");
        }
    }
}
