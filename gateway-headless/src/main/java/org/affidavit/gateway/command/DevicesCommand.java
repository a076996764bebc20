package org.affidavit.gateway.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.affidavit.gateway.approval.OperatorWord;
import org.affidavit.gateway.config.GatewayConfig;
import org.affidavit.sessionlog.LogFailure;
import org.affidavit.sessionlog.consent.DeviceKey;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.NullNode;

/// `affidavit devices`.
@Command(
        name = "devices",
        description = {
            "Enrols and revokes the keys that approvers sign their decisions with.",
            "Approvers enrol and revoke their own, through the gateway; operators confirm and"
                    + " forbid, in the gateway's folder."
        },
        footer = {
            "  affidavit devices enrol --vouch-with old.jwk --as dana",
            "  affidavit devices confirm THUMBPRINT --subject dana \\",
            "      --config gateway/affidavit.yaml"
        })
final class DevicesCommand {
    private DevicesCommand() {}

    static CommandLine line(Terminal terminal) {
        return new CommandLine(new DevicesCommand())
                .addSubcommand(new Enrol(terminal))
                .addSubcommand(new Revoke(terminal))
                .addSubcommand(new Confirm(terminal))
                .addSubcommand(new Forbid(terminal));
    }

    /// A key that is to be there: one that was made in passing is enrolled nowhere.
    private static DeviceKey existing(Path file) throws CommandFailed, LogFailure {
        if (!Files.exists(file)) {
            throw new CommandFailed(
                    ExitCode.NOT_FOUND,
                    file + " does not exist.",
                    "Name the file of a device key that is enrolled.");
        }
        return DeviceKey.loadOrCreate(file);
    }

    private static String thumbprint(String word) throws CommandFailed {
        String given = ThumbprintWords.text(word);
        if (!OperatorWord.isThumbprint(given)) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "`" + given + "` is not the thumbprint of a key.",
                    "It has 43 letters, digits, hyphens and underscores;"
                            + " `affidavit devices enrol` prints it.");
        }
        return given;
    }

    /// `affidavit devices enrol`.
    @Command(
            name = "enrol",
            description = {
                "Enrols your device key, which is made on first use, and prints its thumbprint.",
                "The first key counts at once unless the gateway asks for an operator's word;"
                        + " every other one is vouched for by a key that is enrolled already."
            },
            footer = "  affidavit devices enrol --vouch-with old.jwk --as dana")
    private static final class Enrol implements Callable<Integer> {
        private final Terminal terminal;
        @Mixin private ApproverOption approver = new ApproverOption();

        @Option(
                names = "--key",
                paramLabel = "FILE",
                description = "The key to enrol, if it is not your own in devices/.")
        private Optional<Path> key = Optional.empty();

        @Option(
                names = "--vouch-with",
                paramLabel = "FILE",
                description = "A device key of yours that is enrolled already.")
        private Optional<Path> vouching = Optional.empty();

        Enrol(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() throws Exception {
            DeviceKey enrolled =
                    key.isPresent()
                            ? DeviceKey.loadOrCreate(key.get())
                            : approver.deviceKey(terminal);
            Optional<DeviceKey> other =
                    vouching.isPresent() ? Optional.of(existing(vouching.get())) : Optional.empty();
            var _ =
                    approver.calling(
                            terminal,
                            client -> {
                                new OwnDevice(client, terminal.clock().instant())
                                        .enrol(enrolled, other);
                                return NullNode.getInstance();
                            });
            terminal.out().println(enrolled.thumbprint() + " enrolled");
            return ExitCode.OK.code();
        }
    }

    /// `affidavit devices revoke`.
    @Command(
            preprocessor = ThumbprintWords.class,
            name = "revoke",
            description = {
                "Revokes a device key of yours for ever, signed by another one.",
                "Without another one, ask an operator to run: affidavit devices forbid"
            },
            footer = "  affidavit devices revoke THUMBPRINT --as dana")
    private static final class Revoke implements Callable<Integer> {
        private final Terminal terminal;
        @Mixin private ApproverOption approver = new ApproverOption();

        @Parameters(paramLabel = "THUMBPRINT", description = "The key to revoke.")
        private String thumbprint = "";

        @Option(
                names = "--key",
                paramLabel = "FILE",
                description = "The key to sign with, if it is not your own in devices/.")
        private Optional<Path> key = Optional.empty();

        Revoke(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() throws Exception {
            String revoked = thumbprint(thumbprint);
            DeviceKey other = key.isPresent() ? existing(key.get()) : approver.deviceKey(terminal);
            var _ =
                    approver.calling(
                            terminal,
                            client -> {
                                new OwnDevice(client, terminal.clock().instant())
                                        .revoke(revoked, other);
                                return NullNode.getInstance();
                            });
            terminal.out().println(revoked + " revoked");
            return ExitCode.OK.code();
        }
    }

    /// `affidavit devices confirm`.
    @Command(
            preprocessor = ThumbprintWords.class,
            name = "confirm",
            description = {
                "As an operator: lets one person enrol one key without another key of theirs.",
                "Take the thumbprint from the person themself; a message can come from a thief."
            },
            footer = {
                "  affidavit devices confirm THUMBPRINT --subject dana \\",
                "      --config gateway/affidavit.yaml"
            })
    private static final class Confirm implements Callable<Integer> {
        private final Terminal terminal;
        @Mixin private ConfigOption config = new ConfigOption();

        @Parameters(paramLabel = "THUMBPRINT", description = "The key to confirm.")
        private String thumbprint = "";

        @Option(
                names = "--subject",
                required = true,
                paramLabel = "SUBJECT",
                description = "The person, as their token names its subject.")
        private String subject = "";

        @Option(
                names = "--issuer",
                paramLabel = "URL",
                description = "The person's issuer. Default: the only one the gateway trusts.")
        private Optional<String> issuer = Optional.empty();

        Confirm(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() throws Exception {
            String confirmed = thumbprint(thumbprint);
            GatewayConfig gateway = config.read(terminal);
            if (subject.isBlank() || subject.lines().count() != 1) {
                throw new CommandFailed(
                        ExitCode.USAGE, "The subject is not one line of text.", "Write it whole.");
            }
            new OperatorWord(gateway.operatorWord())
                    .confirm(confirmed, issuer(gateway), subject.strip());
            terminal.out().println(confirmed + " confirmed for " + Visible.line(subject.strip()));
            return ExitCode.OK.code();
        }

        private String issuer(GatewayConfig gateway) throws CommandFailed {
            var known = gateway.issuers().stream().map(one -> one.issuer().toString()).toList();
            if (issuer.isEmpty() && known.size() == 1) {
                return known.getFirst();
            }
            if (issuer.isEmpty() || !known.contains(issuer.get())) {
                throw new CommandFailed(
                        ExitCode.USAGE,
                        "Which issuer's?",
                        "This gateway trusts: --issuer " + String.join(" or --issuer ", known));
            }
            return issuer.get();
        }
    }

    /// `affidavit devices forbid`.
    @Command(
            preprocessor = ThumbprintWords.class,
            name = "forbid",
            description =
                    "As an operator: revokes a key for ever, whoever has it. A running gateway"
                            + " heeds it before the next decision.",
            footer = "  affidavit devices forbid THUMBPRINT --config gateway/affidavit.yaml")
    private static final class Forbid implements Callable<Integer> {
        private final Terminal terminal;
        @Mixin private ConfigOption config = new ConfigOption();

        @Parameters(paramLabel = "THUMBPRINT", description = "The key to revoke.")
        private String thumbprint = "";

        Forbid(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() throws Exception {
            String forbidden = thumbprint(thumbprint);
            new OperatorWord(config.read(terminal).operatorWord()).revoke(forbidden);
            terminal.out().println(forbidden + " revoked");
            return ExitCode.OK.code();
        }
    }
}
