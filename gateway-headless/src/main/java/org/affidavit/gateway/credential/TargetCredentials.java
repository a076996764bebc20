package org.affidavit.gateway.credential;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.affidavit.gateway.config.GatewayConfig.Connection;
import org.affidavit.gateway.config.GatewayConfig.Login;

/// What the gateway shows to targets: a sealed password, one that a program prints, or none.
public final class TargetCredentials implements CredentialStore {
    private final SealedCredentials sealed;
    private final PasswordCommands commands = new PasswordCommands();

    private TargetCredentials(SealedCredentials sealed) {
        this.sealed = sealed;
    }

    /// @param key the sealing key
    public static TargetCredentials sealedWith(Path key) {
        return new TargetCredentials(new SealedCredentials(key, new SecureRandom()));
    }

    @Override
    public Secret open(Connection connection) throws CredentialUnavailable {
        return switch (connection.login()) {
            case Login.Sealed(Path file, boolean _) -> sealed.open(connection.name(), file);
            case Login.Command command -> commands.run(connection.name(), command.line());
            case Login.CertificateAlone _ -> new Secret(new char[0]);
        };
    }

    /// What a program prints as the password of a connection that is not there yet.
    ///
    /// @param line the program and its arguments
    public static Secret printed(String connection, List<String> line)
            throws CredentialUnavailable {
        return new PasswordCommands().run(connection, line);
    }

    /// Whether the credential can be had, as far as that is known without running a program.
    public void check(Connection connection) throws CredentialUnavailable {
        if (!(connection.login() instanceof Login.Command command)) {
            open(connection).close();
        } else if (!Files.isExecutable(Path.of(command.line().getFirst()))) {
            throw PasswordCommands.failed(connection.name(), "cannot be run");
        }
    }
}
