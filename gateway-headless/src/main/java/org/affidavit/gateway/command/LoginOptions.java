package org.affidavit.gateway.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.affidavit.gateway.config.GatewayConfig.Login;
import org.affidavit.gateway.config.GatewayConfig.UpstreamTls.OwnCertificate;
import org.affidavit.gateway.credential.CredentialUnavailable;
import org.affidavit.gateway.credential.Secret;
import org.affidavit.gateway.credential.TargetCredentials;
import picocli.CommandLine.Option;

/// How the gateway is to log in to a target.
final class LoginOptions {
    @Option(
            names = "--credential-file",
            paramLabel = "FILE",
            description =
                    "A file with the target's password. It is sealed into the gateway's folder;"
                            + " delete it afterwards.")
    private Optional<Path> credentialFile = Optional.empty();

    @Option(
            names = "--password-command",
            paramLabel = "PROGRAM",
            description =
                    "Instead: a program by its whole path that prints the password for each login,"
                            + " such as a cloud's token. No shell takes part.")
    private Optional<String> program = Optional.empty();

    @Option(
            names = "--password-argument",
            paramLabel = "TEXT",
            description =
                    "With --password-command: an argument of it; can be repeated. Write"
                            + " --password-argument=--host for one that begins with a hyphen.")
    private List<String> arguments = new ArrayList<>();

    @Option(
            names = "--password-in-clear",
            description = "Let the target see the password itself, inside TLS.")
    private boolean inClear;

    @Option(
            names = "--upstream-certificate",
            paramLabel = "FILE",
            description =
                    "The certificate (PEM) that the gateway shows the target, alone or beside a"
                            + " password.")
    private Optional<Path> certificate = Optional.empty();

    @Option(
            names = "--upstream-key",
            paramLabel = "FILE",
            description = "The key of that certificate (PEM). Others must not be able to read it.")
    private Optional<Path> key = Optional.empty();

    void check() throws CommandFailed {
        if (credentialFile.isPresent() && program.isPresent()) {
            throw wrong(
                    "The password is either in a file or printed by a program.",
                    "Write one of --credential-file and --password-command.");
        }
        if (certificate.isPresent() != key.isPresent()) {
            throw wrong(
                    "A certificate and its key belong together, and only one is named.",
                    "Write both: --upstream-certificate FILE --upstream-key FILE");
        }
        boolean password = credentialFile.isPresent() || program.isPresent();
        if (!password && certificate.isEmpty()) {
            throw wrong(
                    "Nothing says how the gateway logs in to the target.",
                    "Add --credential-file FILE, --password-command PROGRAM, or"
                            + " --upstream-certificate FILE and --upstream-key FILE.");
        }
        if ((inClear && !password) || (!arguments.isEmpty() && program.isEmpty())) {
            throw wrong(
                    inClear && !password
                            ? "There is no password that could be shown in clear."
                            : "There is no program for these arguments.",
                    "Add --password-command PROGRAM, or leave it out.");
        }
        if (program.isPresent() && !Path.of(program.get()).isAbsolute()) {
            throw wrong(
                    "`" + program.get() + "` is not the whole path of a program.",
                    "No shell looks for it: write its path from the root, and each argument with"
                            + " --password-argument.");
        }
    }

    boolean inClear() {
        return inClear;
    }

    /// What the gateway shows of its own.
    Optional<OwnCertificate> own() {
        return certificate.flatMap(shown ->
                key.map(its -> new OwnCertificate(shown.toAbsolutePath(), its.toAbsolutePath())));
    }

    /// The password; an empty one if there is none.
    Secret secret(String connection, Terminal terminal)
            throws CommandFailed, CredentialUnavailable, IOException {
        if (credentialFile.isPresent()) {
            return CredentialFile.read(credentialFile.get(), terminal);
        }
        return program.isPresent()
                ? TargetCredentials.printed(connection, line())
                : new Secret(new char[0]);
    }

    /// Whether the password is to be sealed.
    boolean seals() {
        return credentialFile.isPresent();
    }

    /// @param sealed where the password is sealed, if it is
    Login login(Optional<Path> sealed) {
        if (program.isPresent()) {
            return new Login.Command(line(), inClear);
        }
        return sealed.<Login>map(file -> new Login.Sealed(file, inClear))
                .orElseGet(Login.CertificateAlone::new);
    }

    private List<String> line() {
        List<String> line = new ArrayList<>();
        program.ifPresent(line::add);
        line.addAll(arguments);
        return line;
    }

    private static CommandFailed wrong(String what, String instead) {
        return new CommandFailed(ExitCode.USAGE, what, instead);
    }
}
