package org.affidavit.gateway.config;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.affidavit.gateway.config.GatewayConfig.Address;
import org.affidavit.gateway.config.GatewayConfig.AgentLogin;
import org.affidavit.gateway.config.GatewayConfig.Connection;
import org.affidavit.gateway.config.GatewayConfig.Login;
import org.affidavit.gateway.config.GatewayConfig.UpstreamTls;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.nodes.CollectionNode;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import tools.jackson.databind.json.JsonMapper;

/// Adds a connection to the configuration file. Everything else in the file, comments included,
/// stays as the operator wrote it; the new file is checked before it replaces the old one, in one
/// step.
public final class ConnectionFile {
    private ConnectionFile() {}

    /// Adds a connection.
    ///
    /// @return the new configuration
    /// @throws ConfigInvalid if the file is not valid before or after, or has a connection of this
    ///   name already; nothing is written then
    /// @throws IOException if the file cannot be replaced; the old one still stands then
    public static GatewayConfig add(Path file, Connection connection)
            throws ConfigInvalid, IOException {
        SourceFile source = SourceFile.read(file);
        GatewayConfig before = GatewayConfigs.read(source);
        if (before.connections().containsKey(connection.name())) {
            throw refused(
                    source,
                    "There is a connection `" + connection.name() + "` already.",
                    "Choose another name, or remove that one first.");
        }
        String text = inserted(source, connection);
        SourceFile changed = SourceFile.of(source.path(), text.getBytes(StandardCharsets.UTF_8));
        GatewayConfig after = GatewayConfigs.read(changed);
        Map<String, Connection> expected = new LinkedHashMap<>(before.connections());
        expected.put(connection.name(), after.connections().get(connection.name()));
        if (!after.connections().equals(expected)) {
            throw refused(
                    source,
                    "The connection cannot be added here without disturbing the rest.",
                    "Add it by hand:\n" + entry(source, connection, "  "));
        }
        replace(source.path(), text);
        return after;
    }

    private static String inserted(SourceFile source, Connection connection) throws ConfigInvalid {
        Optional<NodeTuple> found = connections(source);
        String text = source.text();
        String newline = text.contains("\r\n") ? "\r\n" : "\n";
        if (found.isEmpty()) {
            String gap = text.endsWith("\n") ? "" : newline;
            return text
                    + gap
                    + "connections:"
                    + newline
                    + entry(source, connection, "  ")
                    + newline;
        }
        Node value = found.get().getValueNode();
        if (value instanceof MappingNode mapping && !mapping.getValue().isEmpty()) {
            if (mapping.getFlowStyle() == FlowStyle.FLOW) {
                throw refused(
                        source,
                        "`connections` is written in braces.",
                        "Write one connection a line below `connections:`, then add again.");
            }
            Node first = mapping.getValue().getFirst().getKeyNode();
            String indent = " ".repeat(first.getStartMark().orElseThrow().getColumn());
            int at = lineEnd(text, lastCharacter(mapping));
            return text.substring(0, at)
                    + newline
                    + entry(source, connection, indent)
                    + text.substring(at);
        }
        int colon = text.indexOf(':', end(found.get().getKeyNode())) + 1;
        int rest = Math.max(colon, value instanceof CollectionNode<?> ? end(value) : colon);
        return text.substring(0, colon)
                + newline
                + entry(source, connection, "  ")
                + text.substring(rest);
    }

    private static Optional<NodeTuple> connections(SourceFile source) throws ConfigInvalid {
        return YamlDocument.compose(source)
                .filter(MappingNode.class::isInstance)
                .map(MappingNode.class::cast)
                .flatMap(root ->
                        root.getValue().stream()
                                .filter(tuple ->
                                        tuple.getKeyNode() instanceof ScalarNode key
                                                && key.getValue().equals("connections"))
                                .findFirst());
    }

    /// Where the last thing written inside a node ends; a block's own end mark lies behind the
    /// comments that follow it.
    private static int lastCharacter(Node node) {
        if (node instanceof MappingNode mapping && mapping.getFlowStyle() != FlowStyle.FLOW) {
            return mapping.getValue().isEmpty()
                    ? end(node)
                    : lastCharacter(mapping.getValue().getLast().getValueNode());
        }
        if (node instanceof CollectionNode<?> list
                && list.getFlowStyle() != FlowStyle.FLOW
                && !list.getValue().isEmpty()
                && list.getValue().getLast() instanceof Node last) {
            return lastCharacter(last);
        }
        return end(node);
    }

    /// The end mark as an index of Java characters (marks count code points).
    private static int end(Node node) {
        var mark = node.getEndMark().orElseThrow();
        return mark.getIndex();
    }

    private static int lineEnd(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) != '\n' && text.charAt(at) != '\r') {
            at++;
        }
        return at;
    }

    private static String entry(SourceFile source, Connection connection, String indent) {
        List<String> parts = new ArrayList<>();
        parts.add("kind: " + connection.kind());
        parts.add("listen: " + quoted(written(connection.listen())));
        if (connection.agentLogin() == AgentLogin.OAUTHBEARER) {
            parts.add("agent_login: oauthbearer");
        }
        parts.add("upstream: " + quoted(written(connection.upstream())));
        parts.add("database: " + quoted(connection.database()));
        parts.add("user: " + quoted(connection.user()));
        switch (connection.login()) {
            case Login.Sealed(Path file, boolean _) ->
                    parts.add("credential: " + quoted(relative(source, file)));
            case Login.Command(List<String> line, boolean _) ->
                    parts.add("password_command: " + quoted(line));
            case Login.CertificateAlone() -> {}
        }
        if (connection.login().inClear()) {
            parts.add("password_in_clear: true");
        }
        parts.add("tls: " + tls(source, connection.tls()));
        return indent + connection.name() + ": { " + String.join(", ", parts) + " }";
    }

    private static String tls(SourceFile source, UpstreamTls tls) {
        return switch (tls.mode()) {
            case DISABLE -> "{ mode: disable }";
            case VERIFY_FULL -> "{ mode: verify-full" + files(source, tls) + " }";
            case PINNED -> "{ mode: pinned" + files(source, tls) + " }";
        };
    }

    private static String files(SourceFile source, UpstreamTls tls) {
        var files = new StringBuilder();
        tls.ca().ifPresent(ca -> files.append(", ca: ").append(quoted(relative(source, ca))));
        tls.own()
                .ifPresent(own ->
                        files.append(", certificate: ")
                                .append(quoted(relative(source, own.certificate())))
                                .append(", key: ")
                                .append(quoted(relative(source, own.key()))));
        return files.toString();
    }

    private static String relative(SourceFile source, Path path) {
        Path folder = source.path().getParent();
        Path absolute = path.toAbsolutePath().normalize();
        return folder != null && absolute.startsWith(folder)
                ? folder.relativize(absolute).toString()
                : absolute.toString();
    }

    private static String written(Address address) {
        String host = address.host().contains(":") ? "[" + address.host() + "]" : address.host();
        return host + ":" + address.port();
    }

    private static String quoted(Object textOrList) {
        return JsonMapper.shared().writeValueAsString(textOrList);
    }

    private static void replace(Path file, String text) throws IOException {
        Path fresh = file.resolveSibling("." + file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Files.writeString(fresh, text, StandardOpenOption.CREATE_NEW);
        if (Files.getFileAttributeView(file, PosixFileAttributeView.class) != null) {
            Files.setPosixFilePermissions(fresh, Files.getPosixFilePermissions(file));
        }
        try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static ConfigInvalid refused(SourceFile source, String what, String instead) {
        return new ConfigInvalid(
                List.of(new ConfigProblem(source.name(), 0, 0, what, instead, "")));
    }
}
