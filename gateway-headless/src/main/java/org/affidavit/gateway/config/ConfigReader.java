package org.affidavit.gateway.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.affidavit.gateway.config.GatewayConfig.Address;
import org.affidavit.gateway.config.GatewayConfig.AgentLogin;
import org.affidavit.gateway.config.GatewayConfig.Anchors;
import org.affidavit.gateway.config.GatewayConfig.Approval;
import org.affidavit.gateway.config.GatewayConfig.Connection;
import org.affidavit.gateway.config.GatewayConfig.DevelopmentIssuer;
import org.affidavit.gateway.config.GatewayConfig.Issuer;
import org.affidavit.gateway.config.GatewayConfig.Log;
import org.affidavit.gateway.config.GatewayConfig.Login;
import org.affidavit.gateway.config.GatewayConfig.StampSite;
import org.affidavit.gateway.config.GatewayConfig.Tls;
import org.affidavit.gateway.config.GatewayConfig.UpstreamTls;
import org.affidavit.gateway.config.GatewayConfig.UpstreamTls.OwnCertificate;
import org.affidavit.gateway.config.GatewayConfig.WitnessSite;
import org.affidavit.sessionlog.anchor.Cosigner;
import tools.jackson.databind.JsonNode;

/// From a document that fits the schema to typed settings, with the checks that a schema cannot do.
final class ConfigReader {
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "::1");
    private static final Duration WITNESS_EVERY_MAX = Duration.ofDays(1);
    private static final Duration APPROVAL_MAX = Duration.ofDays(1);
    private static final Duration TOKEN_LIFE_MAX = Duration.ofDays(1);

    private final YamlDocument document;
    private final List<ConfigProblem> problems = new ArrayList<>();

    ConfigReader(YamlDocument document) {
        this.document = document;
    }

    GatewayConfig read() throws ConfigInvalid {
        SourceFile source = document.source();
        GatewayConfig config =
                new GatewayConfig(
                        source.path(),
                        source.digest(),
                        text("/name"),
                        address("/control/listen"),
                        new Tls(path("/tls/certificate"), path("/tls/key"), path("/tls/ca")),
                        log(),
                        issuers(),
                        developmentIssuer(),
                        path("/policy"),
                        approvals(),
                        connections());
        checkListeners(config);
        document.refuse(problems);
        return config;
    }

    private Log log() {
        return new Log(
                path("/log/folder"),
                path("/log/signing_key"),
                text("/log/origin"),
                recipients(),
                groups("/log/officers"),
                at("/log/strict").asBoolean(false),
                anchors());
    }

    private Anchors anchors() {
        List<WitnessSite> witnesses = new ArrayList<>();
        for (int i = 0; i < at("/log/witnesses").size(); i++) {
            witness("/log/witnesses/" + i).ifPresent(witnesses::add);
        }
        return new Anchors(
                optionalPath("/log/known_checkpoint"),
                witnesses,
                duration("/log/witness_every", Duration.ofMinutes(1), WITNESS_EVERY_MAX),
                timestamps("/log/timestamps"));
    }

    private Optional<StampSite> timestamps(String pointer) {
        return at(pointer).isMissingNode()
                ? Optional.empty()
                : Optional.of(
                        new StampSite(
                                uri(pointer + "/url"),
                                duration(
                                        pointer + "/every",
                                        Duration.ofMinutes(15),
                                        WITNESS_EVERY_MAX),
                                path(pointer + "/ca")));
    }

    private Optional<WitnessSite> witness(String pointer) {
        try {
            Cosigner key = Cosigner.parse(text(pointer + "/key"));
            return Optional.of(new WitnessSite(uri(pointer + "/url"), key));
        } catch (IllegalArgumentException e) {
            problem(
                    pointer + "/key",
                    e.getMessage() + ".",
                    "Write the witness's key as its operator gave it: \"name+id+base64\".");
            return Optional.empty();
        }
    }

    private List<Path> recipients() {
        List<Path> recipients = new ArrayList<>();
        for (int i = 0; i < at("/log/recipients").size(); i++) {
            recipients.add(path("/log/recipients/" + i));
        }
        if (recipients.isEmpty()) {
            problem(
                    at("/log/recipients").isMissingNode() ? "/log" : "/log/recipients",
                    "Nobody could read what is recorded, because no recipient is named.",
                    "Make a key pair with `affidavit reader create --name auditor --out FOLDER`,"
                            + " keep reader.jwk with the auditor, and write here:"
                            + " recipients: [reader.pub.jwk]");
        }
        return recipients;
    }

    private List<Issuer> issuers() {
        List<Issuer> issuers = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < at("/identity/issuers").size(); i++) {
            String pointer = "/identity/issuers/" + i;
            String name = text(pointer + "/issuer");
            if (!seen.add(name)) {
                problem(pointer + "/issuer", "This issuer is listed twice.", "Keep one of them.");
            }
            issuers.add(
                    new Issuer(
                            uri(pointer + "/issuer"),
                            text(pointer + "/audience"),
                            text(pointer + "/groups_claim", "groups"),
                            text(pointer + "/owner_claim", "owner"),
                            text(pointer + "/scope", "openid"),
                            optionalPath(pointer + "/ca")));
        }
        return issuers;
    }

    private Optional<DevelopmentIssuer> developmentIssuer() {
        String pointer = "/identity/development";
        if (at(pointer).isMissingNode()) {
            return Optional.empty();
        }
        return Optional.of(
                new DevelopmentIssuer(
                        address(pointer + "/listen"),
                        path(pointer + "/clients"),
                        path(pointer + "/key"),
                        duration(pointer + "/token_life", Duration.ofHours(1), TOKEN_LIFE_MAX)));
    }

    private Approval approvals() {
        return new Approval(
                duration("/approvals/expire", Duration.ofMinutes(15), APPROVAL_MAX),
                groups("/approvals/approvers"),
                text("/approvals/devices", "first-use").equals("first-use"));
    }

    private List<String> groups(String pointer) {
        List<String> groups = new ArrayList<>();
        at(pointer).forEach(group -> groups.add(group.asString()));
        return groups;
    }

    private Map<String, Connection> connections() {
        Map<String, Connection> connections = new LinkedHashMap<>();
        for (String name : at("/connections").propertyNames()) {
            connections.put(name, connection(name, "/connections/" + YamlTree.escape(name)));
        }
        return connections;
    }

    private Connection connection(String name, String pointer) {
        Address upstream = address(pointer + "/upstream");
        if (upstream.port() == 0) {
            problem(pointer + "/upstream", "Port 0 cannot be called.", "Write the target's port.");
        }
        return new Connection(
                name,
                text(pointer + "/kind"),
                address(pointer + "/listen"),
                text(pointer + "/agent_login").equals("oauthbearer")
                        ? AgentLogin.OAUTHBEARER
                        : AgentLogin.PASSWORD,
                upstream,
                text(pointer + "/database"),
                text(pointer + "/user"),
                login(pointer),
                upstreamTls(pointer + "/tls", upstream));
    }

    private Login login(String pointer) {
        boolean sealed = !at(pointer + "/credential").isMissingNode();
        List<String> command = groups(pointer + "/password_command");
        boolean alone = !at(pointer + "/tls/certificate").isMissingNode();
        boolean inClear = at(pointer + "/password_in_clear").asBoolean(false);
        boolean both = sealed && !command.isEmpty();
        if (both || (!sealed && command.isEmpty() && !alone)) {
            problem(
                    pointer,
                    both
                            ? "Both a credential and a command that prints one are named."
                            : "Nothing says how the gateway logs in to the target.",
                    "Write one of `credential: FILE` and `password_command: [PROGRAM, ARGUMENT]`,"
                            + " or only a `certificate` and its `key` under `tls`.");
        }
        if (inClear && text(pointer + "/tls/mode", "verify-full").equals("disable")) {
            problem(
                    pointer + "/password_in_clear",
                    "A password is never sent in clear where there is no TLS.",
                    "Remove this line, or write `tls: { mode: verify-full, ca: FILE }`.");
        }
        if (!command.isEmpty()) {
            checkProgram(pointer + "/password_command", command.getFirst());
            return new Login.Command(command, inClear);
        }
        return sealed
                ? new Login.Sealed(path(pointer + "/credential"), inClear)
                : new Login.CertificateAlone();
    }

    private void checkProgram(String pointer, String program) {
        if (!Path.of(program).isAbsolute()) {
            problem(
                    pointer,
                    "`" + program + "` is not the whole path of a program.",
                    "No shell looks for it: write its path from the root, and each argument as an"
                            + " entry of its own.");
        }
    }

    private UpstreamTls upstreamTls(String pointer, Address upstream) {
        Optional<Path> ca = optionalPath(pointer + "/ca");
        Optional<OwnCertificate> own = own(pointer);
        return switch (text(pointer + "/mode", "verify-full")) {
            case "disable" -> {
                checkLoopback(pointer, upstream);
                if (own.isPresent()) {
                    problem(
                            pointer + "/certificate",
                            "Without TLS there is nothing to show a certificate in.",
                            "Remove `certificate` and `key`, or write `mode: verify-full`.");
                }
                yield new UpstreamTls(UpstreamTls.Mode.DISABLE, Optional.empty());
            }
            case "pinned" -> {
                if (ca.isEmpty()) {
                    problem(
                            pointer,
                            "No certificate is pinned.",
                            "Name the file with the target's certificate: ca: FILE");
                }
                yield new UpstreamTls(UpstreamTls.Mode.PINNED, ca, own);
            }
            default -> new UpstreamTls(UpstreamTls.Mode.VERIFY_FULL, ca, own);
        };
    }

    private Optional<OwnCertificate> own(String pointer) {
        Optional<Path> certificate = optionalPath(pointer + "/certificate");
        Optional<Path> key = optionalPath(pointer + "/key");
        if (certificate.isPresent() != key.isPresent()) {
            problem(
                    pointer,
                    "A certificate and its key belong together, and only one is named.",
                    "Write both: certificate: FILE, key: FILE");
        }
        return certificate.isPresent() && key.isPresent()
                ? Optional.of(new OwnCertificate(certificate.get(), key.get()))
                : Optional.empty();
    }

    private void checkLoopback(String pointer, Address upstream) {
        if (!LOOPBACK.contains(upstream.host())) {
            problem(
                    pointer + "/mode",
                    "TLS cannot be disabled for " + upstream.host() + ": others can read the way.",
                    "Write `mode: verify-full` and name the `ca` that signed the target's"
                            + " certificate.");
        }
    }

    /// Connections may share a listener with each other, with nothing else.
    private void checkListeners(GatewayConfig config) {
        Map<Address, String> taken = new HashMap<>();
        taken.put(config.control(), "the control API");
        config.developmentIssuer()
                .ifPresent(issuer -> claim(taken, issuer.listen(), "/identity/development/listen"));
        for (Connection connection : config.connections().values()) {
            String pointer = "/connections/" + YamlTree.escape(connection.name());
            claim(new HashMap<>(taken), connection.listen(), pointer + "/listen");
            checkAgentLogin(config, connection, pointer);
        }
    }

    /// Agents are asked before it is known what they ask for.
    private void checkAgentLogin(GatewayConfig config, Connection connection, String pointer) {
        if (connection.agentLogin() != config.agentLogin(connection.listen())) {
            problem(
                    pointer,
                    "Connections that share a listener must ask agents for their token in the same"
                            + " way.",
                    "Write the same `agent_login` for each, or another `listen`.");
        }
    }

    private void claim(Map<Address, String> taken, Address address, String pointer) {
        String owner = taken.putIfAbsent(address, "the development issuer");
        if (owner != null && address.port() != 0) {
            problem(
                    pointer,
                    address.host() + ":" + address.port() + " is taken by " + owner + ".",
                    "Write another port.");
        }
    }

    private JsonNode at(String pointer) {
        return document.root().at(pointer);
    }

    private String text(String pointer) {
        return at(pointer).asString("");
    }

    private String text(String pointer, String otherwise) {
        return at(pointer).asString(otherwise);
    }

    private Path path(String pointer) {
        return document.source().resolve(text(pointer));
    }

    private Optional<Path> optionalPath(String pointer) {
        return at(pointer).isMissingNode() ? Optional.empty() : Optional.of(path(pointer));
    }

    private URI uri(String pointer) {
        try {
            return new URI(text(pointer));
        } catch (java.net.URISyntaxException e) {
            problem(pointer, "This is not a URL: " + e.getReason() + ".", "Write an https URL.");
            return URI.create("https://invalid");
        }
    }

    private Address address(String pointer) {
        String written = text(pointer);
        int colon = written.lastIndexOf(':');
        int port = Integer.parseInt(written.substring(colon + 1));
        if (port > 65535) {
            problem(pointer, "Port " + port + " does not exist.", "Write a port from 1 to 65535.");
        }
        String host = written.substring(0, colon);
        return new Address(host.replaceAll("^\\[|\\]$", ""), port);
    }

    private Duration duration(String pointer, Duration otherwise, Duration longest) {
        String written = text(pointer);
        if (written.isEmpty()) {
            return otherwise;
        }
        Duration duration = Durations.parse(written);
        if (duration.compareTo(longest) > 0) {
            problem(
                    pointer,
                    written + " is too long.",
                    "Write at most " + Durations.format(longest) + ".");
        }
        return duration;
    }

    private void problem(String pointer, String what, String instead) {
        problems.add(document.problem(pointer, what, instead));
    }
}
