package org.affidavit.gateway.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.affidavit.gateway.config.ConfigInvalid;
import org.affidavit.gateway.config.ConnectionFile;
import org.affidavit.gateway.config.GatewayConfig;
import org.affidavit.gateway.config.GatewayConfig.Address;
import org.affidavit.gateway.config.GatewayConfig.Connection;
import org.affidavit.gateway.config.GatewayConfig.UpstreamTls;
import org.affidavit.gateway.credential.CredentialUnavailable;
import org.affidavit.gateway.credential.SealedCredentials;
import org.affidavit.gateway.credential.Secret;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `affidavit connection add`.
@Command(
        name = "add",
        description = {
            "Puts a database behind the gateway: tries it, seals its credential, writes it to the"
                    + " configuration.",
            "The target's certificate is verified. For a target on this machine whose certificate"
                    + " no known CA signed, that very certificate is pinned."
        },
        footer = {
            "  affidavit connection add prod-db postgres://app@db.corp.example:5432/pay \\",
            "      --credential-file password --upstream-ca db-ca.crt \\",
            "      --config gateway/affidavit.yaml",
            "  affidavit connection add cloud-db postgres://app@db.cloud.example:5432/pay \\",
            "      --password-command /usr/local/bin/db-token --password-in-clear",
            "  affidavit connection add books-db postgres://gw@db.corp.example:5432/books \\",
            "      --upstream-certificate gw.crt --upstream-key gw.key \\",
            "      --upstream-ca db-ca.crt"
        })
final class ConnectionAdd implements Callable<Integer> {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern ADDRESS = Pattern.compile("\\[?([^\\[\\]]+?)\\]?:([0-9]{1,5})");

    private final Terminal terminal;
    @Mixin private ConfigOption config = new ConfigOption();

    @Parameters(index = "0", paramLabel = "NAME", description = "How agents ask for it.")
    private String name = "";

    @Parameters(
            index = "1",
            paramLabel = "URL",
            description = "The target: postgres://user@host:port/database")
    private String url = "";

    @Mixin private LoginOptions login = new LoginOptions();

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:6432",
            description =
                    "Where agents connect; connections may share it. Default: ${DEFAULT-VALUE}")
    private String listen = "";

    @Option(
            names = "--upstream-ca",
            paramLabel = "FILE",
            description = "The CA that signed the target's certificate.")
    private Optional<Path> upstreamCa = Optional.empty();

    @Option(
            names = "--upstream-tls",
            paramLabel = "disable",
            description = "`disable`: no TLS to the target; only for targets on this machine.")
    private Optional<UpstreamChoice> upstreamTls = Optional.empty();

    @Option(names = "--no-test", description = "Write it without trying the target.")
    private boolean noTest;

    ConnectionAdd(Terminal terminal) {
        this.terminal = terminal;
    }

    /// What can be said of TLS to the target; the name is what the option takes.
    enum UpstreamChoice {
        disable
    }

    @Override
    public Integer call() throws CommandFailed, ConfigInvalid, CredentialUnavailable, IOException {
        GatewayConfig gateway = config.read(terminal);
        checkName(gateway);
        login.check();
        Target target = Target.parse(url).inClear(login.inClear());
        Address address = address();
        Optional<UpstreamTls> tls = tls(target);
        try (Secret password = login.secret(name, terminal)) {
            TargetCheck check = check(target, tls, password);
            save(gateway, new Wanted(target, address, tls, check), password);
        }
        terminal.out().println("added " + name + ": " + target.where() + "/" + target.database());
        ClientLines.print(terminal, gateway, name, address);
        return ExitCode.OK.code();
    }

    private void checkName(GatewayConfig gateway) throws CommandFailed {
        if (!NAME.matcher(name).matches()) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "`" + name + "` is not a name for a connection.",
                    "Write lower-case letters, digits and hyphens, such as prod-db");
        }
        if (gateway.connections().containsKey(name)) {
            throw new CommandFailed(
                    ExitCode.FAILED,
                    "There is a connection `" + name + "` already.",
                    "Choose another name, or remove that one from " + gateway.file());
        }
    }

    private Address address() throws CommandFailed {
        Matcher matcher = ADDRESS.matcher(listen);
        if (!matcher.matches() || Integer.parseInt(matcher.group(2)) > 65_535) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "`" + listen + "` is not an address to listen on.",
                    "Write: --listen 127.0.0.1:6432");
        }
        return new Address(matcher.group(1), Integer.parseInt(matcher.group(2)));
    }

    /// What the operator said of TLS; empty to let a test on this machine choose.
    private Optional<UpstreamTls> tls(Target target) throws CommandFailed {
        if (upstreamTls.isPresent()) {
            if (!target.loopback() || upstreamCa.isPresent()) {
                throw new CommandFailed(
                        ExitCode.USAGE,
                        upstreamCa.isPresent()
                                ? "TLS cannot be disabled and verified at once."
                                : "TLS cannot be disabled for another machine: others can read the"
                                        + " way.",
                        "Write: --upstream-ca FILE");
            }
            if (login.own().isPresent() || login.inClear()) {
                throw new CommandFailed(
                        ExitCode.USAGE,
                        "Without TLS no certificate is shown, and no password in clear.",
                        "Leave out --upstream-tls disable.");
            }
            return Optional.of(new UpstreamTls(UpstreamTls.Mode.DISABLE, Optional.empty()));
        }
        if (upstreamCa.isPresent() || !target.loopback()) {
            return Optional.of(
                    new UpstreamTls(
                            UpstreamTls.Mode.VERIFY_FULL,
                            upstreamCa.map(Path::toAbsolutePath),
                            login.own()));
        }
        if (noTest) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "Without a test it is not known whether the target offers TLS.",
                    "Add: --upstream-ca FILE or --upstream-tls disable");
        }
        return Optional.empty();
    }

    private TargetCheck check(Target target, Optional<UpstreamTls> tls, Secret password)
            throws CommandFailed, IOException {
        if (noTest) {
            return new TargetCheck(
                    tls.orElseThrow().mode(),
                    Optional.empty(),
                    "unknown",
                    "The target was not tried: affidavit connection test " + name);
        }
        TargetCheck check =
                tls.isPresent()
                        ? TargetCheck.with(target, tls.get(), password)
                        : TargetCheck.loopback(target, login.own(), password);
        terminal.err()
                .println(
                        "ok  PostgreSQL "
                                + Visible.line(check.version())
                                + " lets "
                                + target.user()
                                + " in");
        return check;
    }

    /// Everything there is to write.
    private record Wanted(
            Target target, Address listen, Optional<UpstreamTls> tls, TargetCheck check) {}

    private void save(GatewayConfig gateway, Wanted wanted, Secret password)
            throws CommandFailed, ConfigInvalid, CredentialUnavailable, IOException {
        if (!wanted.check().notice().isEmpty()) {
            terminal.err().println("note: " + wanted.check().notice());
        }
        Path folder = gateway.file().resolveSibling("credentials");
        try (NewFiles files = new NewFiles(folder)) {
            Optional<Path> credential =
                    login.seals()
                            ? Optional.of(files.write(name + ".sealed", sealed(gateway, password)))
                            : Optional.empty();
            Optional<Path> ca =
                    wanted.check().pin().isPresent()
                            ? Optional.of(pin(files, wanted.check().pin().get()))
                            : wanted.tls().flatMap(UpstreamTls::ca);
            ConnectionFile.add(
                    gateway.file(),
                    new Connection(
                            name,
                            "postgres",
                            wanted.listen(),
                            gateway.agentLogin(wanted.listen()),
                            wanted.target().address(),
                            wanted.target().database(),
                            wanted.target().user(),
                            login.login(credential),
                            new UpstreamTls(wanted.check().mode(), ca, login.own())));
            files.keep();
        }
    }

    private byte[] sealed(GatewayConfig gateway, Secret password)
            throws CredentialUnavailable, IOException {
        return new SealedCredentials(gateway.sealingKey(), new SecureRandom())
                .seal(name, password.reveal());
    }

    private Path pin(NewFiles files, X509Certificate certificate)
            throws IOException, CommandFailed {
        return files.write(
                name + ".crt", LocalAuthority.pem(certificate).getBytes(StandardCharsets.US_ASCII));
    }
}
