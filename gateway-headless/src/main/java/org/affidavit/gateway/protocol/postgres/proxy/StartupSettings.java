package org.affidavit.gateway.protocol.postgres.proxy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.affidavit.gateway.config.GatewayConfig.AgentLogin;
import org.affidavit.gateway.policy.Replication;
import org.affidavit.gateway.protocol.postgres.wire.StartupPacket;
import org.jspecify.annotations.Nullable;

/// The agent's startup settings, through an allow-list. What would change how names resolve or text
/// is read stays out: it must come as a command that policy can see.
///
/// @param forTarget settings to pass on
/// @param unknownOptions protocol options that are not spoken here
/// @param version protocol that is spoken: the agent's, or 3.2 if that is newer
/// @param negotiate true when the agent must be told of that, or of options that are not known
/// @param login how the agent wants to show its token, if it says so
/// @param resource the resource, if the client cannot name it as its database
/// @param replication whether it is to be opened for replication
/// @param problem why the session cannot start, if so
record StartupSettings(
        Map<String, String> forTarget,
        List<String> unknownOptions,
        int version,
        boolean negotiate,
        Optional<AgentLogin> login,
        Optional<String> resource,
        Replication replication,
        Optional<TurnAway> problem) {
    /// A setting of the gateway's own, in `options`, since every client can send those. It never
    /// reaches the target.
    private static final String LOGIN = "affidavit.agent_login";

    private static final String RESOURCE = "affidavit.resource";
    private static final String REPLICATION = "replication";
    private static final Set<String> YES = Set.of("true", "on", "yes", "1");
    private static final Set<String> NO = Set.of("false", "off", "no", "0");

    private static final Set<String> PASSED =
            Set.of(
                    "application_name",
                    "datestyle",
                    "intervalstyle",
                    "timezone",
                    "extra_float_digits",
                    "geqo");
    private static final Set<String> UTF8_NAMES =
            Set.of("utf8", "utf-8", "unicode", "'utf-8'", "'utf8'", "sql_ascii", "sqlascii");

    static StartupSettings of(StartupPacket.Startup startup) {
        var asked = new LinkedHashMap<String, String>();
        var unknown = new ArrayList<String>();
        Optional<TurnAway> problem = Optional.empty();
        for (var setting : startup.parameters().entrySet()) {
            String name = setting.getKey().toLowerCase(Locale.ROOT);
            if (name.equals("options")) {
                Optional<Map<String, String>> options = StartupOptions.read(setting.getValue());
                options.ifPresent(more -> more.forEach(asked::putIfAbsent));
                problem = problem.or(() -> options.isPresent() ? Optional.empty() : noOptions());
            } else if (name.startsWith("_pq_.")) {
                unknown.add(setting.getKey());
            } else {
                asked.put(name, setting.getValue());
            }
        }
        Optional<AgentLogin> login = login(asked.get(LOGIN));
        var passed = new LinkedHashMap<String, String>();
        for (var setting : asked.entrySet()) {
            if (setting.getKey().equals(RESOURCE)) {
                continue;
            }
            if (PASSED.contains(setting.getKey())) {
                passed.put(setting.getKey(), setting.getValue());
            } else if (!setting.getKey().equals(LOGIN) || login.isEmpty()) {
                problem = problem.or(() -> check(setting.getKey(), setting.getValue()));
            }
        }
        int version = Math.min(startup.version(), StartupPacket.VERSION_3_2);
        boolean negotiate = version != startup.version() || !unknown.isEmpty();
        Replication replication = replication(asked.getOrDefault(REPLICATION, "off"));
        switch (replication) {
            case NONE -> {}
            case DATABASE -> passed.put(REPLICATION, "database");
            case PHYSICAL -> passed.put(REPLICATION, "true");
        }
        return new StartupSettings(
                passed,
                unknown,
                version,
                negotiate,
                login,
                Optional.ofNullable(asked.get(RESOURCE)),
                replication,
                problem);
    }

    private static Replication replication(String written) {
        if (written.equals("database")) {
            return Replication.DATABASE;
        }
        return YES.contains(written.toLowerCase(Locale.ROOT))
                ? Replication.PHYSICAL
                : Replication.NONE;
    }

    private static Optional<AgentLogin> login(@Nullable String way) {
        return switch (way) {
            case "password" -> Optional.of(AgentLogin.PASSWORD);
            case "oauthbearer" -> Optional.of(AgentLogin.OAUTHBEARER);
            case null, default -> Optional.empty();
        };
    }

    private static Optional<TurnAway> noOptions() {
        return Optional.of(
                refused(
                        "The startup parameter options has more than settings",
                        "Leave nothing but -c NAME=VALUE in PGOPTIONS, or use SET after"
                                + " connecting."));
    }

    private static Optional<TurnAway> check(String name, String value) {
        return switch (name) {
            case "user", "database" -> Optional.empty();
            case "client_encoding" ->
                    UTF8_NAMES.contains(value.toLowerCase(Locale.ROOT))
                            ? Optional.empty()
                            : Optional.of(
                                    refused(
                                            "client_encoding must be UTF8",
                                            "Set PGCLIENTENCODING=UTF8."));
            case REPLICATION ->
                    NO.contains(value.toLowerCase(Locale.ROOT))
                                    || replication(value) != Replication.NONE
                            ? Optional.empty()
                            : Optional.of(
                                    refused(
                                            "The startup parameter replication has a value that"
                                                    + " is not known",
                                            "Write database or true, or leave it out."));
            default ->
                    Optional.of(
                            refused(
                                    "The startup parameter " + name + " is not passed on",
                                    "Use SET after connecting."));
        };
    }

    private static TurnAway refused(String message, String hint) {
        return new TurnAway("startup-setting", "0A000", message, hint);
    }
}
