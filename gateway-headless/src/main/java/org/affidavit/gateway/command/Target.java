package org.affidavit.gateway.command;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import org.affidavit.gateway.config.GatewayConfig.Address;

/// A target as an operator writes it: `postgres://user@host:port/database`.
///
/// @param inClear whether it may see the password itself, inside TLS
record Target(Address address, String user, String database, boolean inClear) {
    private static final int PORT = 5432;
    private static final Set<String> SCHEMES = Set.of("postgres", "postgresql");
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "::1");
    private static final String SHAPE = "Write it as postgres://user@host:port/database";

    /// @throws CommandFailed with [ExitCode#USAGE] that says what is missing
    static Target parse(String text) throws CommandFailed {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            // The text is not quoted: it may hold a password.
            throw wrong("The target is not a URL: " + e.getReason() + ".");
        }
        if (uri.getScheme() == null || !SCHEMES.contains(uri.getScheme())) {
            throw wrong("The target's URL does not start with postgres://.");
        }
        String user = uri.getUserInfo();
        if (user != null && user.contains(":")) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "The URL holds a password, which others on this machine can see.",
                    "Change that password, write the new one to a file that only you can read, and"
                            + " add: --credential-file FILE");
        }
        if (user == null || user.isEmpty()) {
            throw wrong("The URL names no user.");
        }
        if (uri.getHost() == null || uri.getHost().isEmpty()) {
            throw wrong("The URL names no host.");
        }
        String path = uri.getPath();
        if (path == null || path.length() < 2 || path.indexOf('/', 1) > 0) {
            throw wrong("The URL names no database.");
        }
        if (uri.getQuery() != null || uri.getFragment() != null) {
            throw wrong("The URL has a part behind the database that is not understood.");
        }
        String host = uri.getHost().replaceAll("^\\[|\\]$", "");
        return new Target(
                new Address(host, uri.getPort() < 0 ? PORT : uri.getPort()),
                user,
                path.substring(1),
                false);
    }

    /// The same, where it may see the password itself or not.
    Target inClear(boolean may) {
        return new Target(address, user, database, may);
    }

    /// True when no byte leaves this machine.
    boolean loopback() {
        return LOOPBACK.contains(address.host());
    }

    String where() {
        return address.host() + ":" + address.port();
    }

    private static CommandFailed wrong(String what) {
        return new CommandFailed(ExitCode.USAGE, what, SHAPE);
    }
}
