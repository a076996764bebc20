package org.affidavit.gateway.command;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.affidavit.gateway.config.ConfigInvalid;
import org.affidavit.gateway.config.GatewayConfig;
import org.affidavit.gateway.config.SourceFile;
import org.affidavit.gateway.policy.Policies;
import org.affidavit.gateway.policy.Policy;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Which policy a command is about: a file, or that of a configured gateway.
final class PolicyOption {
    /// What a policy has that belongs to no gateway.
    static final GatewayConfig.Approval NOBODY =
            new GatewayConfig.Approval(Duration.ofMinutes(15), List.of());

    @Option(
            names = "--policy",
            paramLabel = "FILE",
            description = "The policy's file. Default: that of the configured gateway.")
    private Optional<Path> file = Optional.empty();

    @Mixin private ConfigOption config = new ConfigOption();

    /// A policy and what it was read from.
    ///
    /// @param connections names of the resources of its gateway; none if no gateway was named
    record Loaded(SourceFile source, Policy policy, Set<String> connections) {
        Loaded {
            connections = Set.copyOf(connections);
        }
    }

    Loaded read(Terminal terminal) throws CommandFailed, ConfigInvalid {
        return read(file, terminal);
    }

    /// @param otherwise the file if none is named
    Loaded readOr(Optional<Path> otherwise, Terminal terminal) throws CommandFailed, ConfigInvalid {
        return read(file.or(() -> otherwise), terminal);
    }

    /// Approvers and expiry come from a configuration; a file alone has none but its own.
    private Loaded read(Optional<Path> named, Terminal terminal)
            throws CommandFailed, ConfigInvalid {
        if (named.isPresent() && !config.given()) {
            return loaded(named.get(), NOBODY, Set.of());
        }
        GatewayConfig gateway = config.read(terminal);
        return loaded(
                named.orElse(gateway.policy()),
                gateway.approvals(),
                gateway.connections().keySet());
    }

    private static Loaded loaded(
            Path file, GatewayConfig.Approval approvals, Set<String> connections)
            throws ConfigInvalid {
        SourceFile source = SourceFile.read(file);
        return new Loaded(source, Policies.read(source, approvals), connections);
    }
}
