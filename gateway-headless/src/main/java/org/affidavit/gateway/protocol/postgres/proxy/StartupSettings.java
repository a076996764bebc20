package org.affidavit.gateway.protocol.postgres.proxy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.affidavit.gateway.config.GatewayConfig.AgentLogin;
import org.affidavit.gateway.protocol.postgres.wire.StartupPacket;

/// The agent's startup settings, through an allow-list. What would change how names resolve or text
/// is read stays out: it must come as a command that policy can see.
///
/// @param forTarget settings to pass on
/// @param unknownOptions protocol options that are not spoken here
/// @param version protocol that is spoken: the agent's, or 3.2 if that is newer
/// @param negotiate true when the agent must be told of that, or of options that are not known
/// @param login how the agent wants to show its token, if it says so
/// @param problem why the session cannot start, if so
record StartupSettings(
        Map<String, String> forTarget,
        List<String> unknownOptions,
        int version,
        boolean negotiate,
        Optional<AgentLogin> login,
        Optional<TurnAway> problem) {
    /// One setting of the gateway's own can come in `options`, for every client can send those. It
    /// never reaches the target.
    private static final Pattern LOGIN =
            Pattern.compile(
                    "\\s*(?:-c\\s*|--)affidavit\\.agent_login=(?:password|oauthbearer)\\s*");

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
        var passed = new LinkedHashMap<String, String>();
        var unknown = new ArrayList<String>();
        Optional<AgentLogin> login = Optional.empty();
        Optional<TurnAway> problem = Optional.empty();
        for (var setting : startup.parameters().entrySet()) {
            String name = setting.getKey().toLowerCase(Locale.ROOT);
            if (PASSED.contains(name)) {
                passed.put(setting.getKey(), setting.getValue());
            } else if (name.equals("options") && LOGIN.matcher(setting.getValue()).matches()) {
                login = Optional.of(login(setting.getValue()));
            } else if (name.startsWith("_pq_.")) {
                unknown.add(setting.getKey());
            } else if (problem.isEmpty()) {
                problem = check(name, setting.getValue());
            }
        }
        int version = Math.min(startup.version(), StartupPacket.VERSION_3_2);
        boolean negotiate = version != startup.version() || !unknown.isEmpty();
        return new StartupSettings(passed, unknown, version, negotiate, login, problem);
    }

    private static AgentLogin login(String options) {
        return options.strip().endsWith("=oauthbearer")
                ? AgentLogin.OAUTHBEARER
                : AgentLogin.PASSWORD;
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
            case "replication" ->
                    Set.of("false", "off", "no", "0").contains(value)
                            ? Optional.empty()
                            : Optional.of(
                                    refused(
                                            "Replication connections are refused",
                                            "Connect without the replication parameter."));
            case "options" ->
                    value.isBlank()
                            ? Optional.empty()
                            : Optional.of(
                                    refused(
                                            "The startup parameter options is refused",
                                            "Unset PGOPTIONS, use SET after connecting."));
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
