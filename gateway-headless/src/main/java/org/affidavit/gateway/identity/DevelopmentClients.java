package org.affidavit.gateway.identity;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.affidavit.gateway.config.ConfigInvalid;
import org.affidavit.gateway.config.DocumentSchema;
import org.affidavit.gateway.config.SourceFile;
import org.affidavit.gateway.config.YamlDocument;
import tools.jackson.databind.JsonNode;

/// Whom the development issuer knows. Secrets lie in files of their own; only their digests are
/// kept in memory.
final class DevelopmentClients {
    private static final DocumentSchema SCHEMA =
            DocumentSchema.load("affidavit-development-clients.schema.json");
    private static final int SECRET_CHARACTERS_MIN = 16;
    private static final int SECRET_BYTES_MAX = 4096;

    /// A client that may ask for tokens.
    record Client(String name, String owner, List<String> groups, Path secret) {
        Client {
            groups = List.copyOf(groups);
        }
    }

    private final Map<String, Client> clients;
    private final Map<String, byte[]> digests = new LinkedHashMap<>();

    private DevelopmentClients(Map<String, Client> clients) {
        this.clients = clients;
    }

    /// The clients as the file lists them, without their secrets.
    static Map<String, Client> list(Path file) throws ConfigInvalid {
        YamlDocument document = YamlDocument.read(SourceFile.read(file), SCHEMA);
        Map<String, Client> clients = new LinkedHashMap<>();
        JsonNode nodes = document.root().path("clients");
        for (String name : nodes.propertyNames()) {
            JsonNode node = nodes.path(name);
            List<String> groups = new ArrayList<>();
            node.path("groups").forEach(group -> groups.add(group.asString()));
            clients.put(
                    name,
                    new Client(
                            name,
                            node.path("owner").asString(""),
                            groups,
                            document.source().resolve(node.path("secret").asString())));
        }
        return clients;
    }

    /// Reads the file and every secret.
    ///
    /// @throws IOException if a secret's file is missing or holds less than 16 characters
    static DevelopmentClients read(Path file) throws ConfigInvalid, IOException {
        DevelopmentClients read = new DevelopmentClients(list(file));
        for (Client client : read.clients.values()) {
            read.digests.put(client.name(), digest(secret(client)));
        }
        return read;
    }

    /// The secret in a client's file, without the line end behind it.
    static String secret(Client client) throws IOException {
        if (!Files.isReadable(client.secret()) || Files.size(client.secret()) > SECRET_BYTES_MAX) {
            throw new IOException(
                    "The secret of the client "
                            + client.name()
                            + " cannot be read from "
                            + client.secret()
                            + ". Write a random text of 16 characters or more into that file.");
        }
        String secret = Files.readString(client.secret()).strip();
        if (secret.length() < SECRET_CHARACTERS_MIN) {
            throw new IOException(
                    "The secret in " + client.secret() + " is shorter than 16 characters.");
        }
        return secret;
    }

    /// The client, if name and secret fit. Takes the same time for every wrong answer.
    Optional<Client> authenticated(String name, String secret) {
        byte[] expected = digests.getOrDefault(name, new byte[32]);
        boolean same = MessageDigest.isEqual(expected, digest(secret));
        return same ? Optional.ofNullable(clients.get(name)) : Optional.empty();
    }

    private static byte[] digest(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(secret.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
