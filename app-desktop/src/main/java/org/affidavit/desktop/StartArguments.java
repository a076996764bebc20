package org.affidavit.desktop;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.affidavit.desktop.words.Words;
import org.jspecify.annotations.Nullable;

/// What the app was started with.
///
/// @param log folder of the log to open
/// @param trust file with the public key that signs the log
/// @param readerKey file with a private key that opens what was recorded
/// @param cosignAs name under which the user cosigns what was verified
/// @param line the way to a gateway
public record StartArguments(
        @Nullable Path log,
        @Nullable Path trust,
        @Nullable Path readerKey,
        @Nullable String cosignAs,
        @Nullable Line line) {
    private static final Set<String> KNOWN =
            Set.of(
                    "--log",
                    "--trust",
                    "--reader-key",
                    "--cosign-as",
                    "--gateway",
                    "--ca",
                    "--token-file",
                    "--device-key");
    private static final Set<String> LINE =
            Set.of("--gateway", "--ca", "--token-file", "--device-key");

    /// The way to a gateway.
    ///
    /// @param gateway base URL of the gateway's control API
    /// @param ca certificate that signed the gateway's
    /// @param tokenFile file with the approver's bearer token
    /// @param deviceKey file with the approver's own signing key; made on first use
    public record Line(URI gateway, Path ca, Path tokenFile, Path deviceKey) {}

    /// @throws IllegalArgumentException with a sentence for people if they cannot be understood, or
    ///   name what is not there
    public static StartArguments parse(List<String> arguments) {
        var given = given(arguments);
        return new StartArguments(
                Optional.ofNullable(given.get("--log")).map(StartArguments::folder).orElse(null),
                Optional.ofNullable(given.get("--trust")).map(StartArguments::file).orElse(null),
                Optional.ofNullable(given.get("--reader-key"))
                        .map(StartArguments::file)
                        .orElse(null),
                given.get("--cosign-as"),
                line(given));
    }

    private static Map<String, String> given(List<String> arguments) {
        Map<String, String> given = new HashMap<>();
        for (int i = 0; i < arguments.size(); i += 2) {
            String name = arguments.get(i);
            if (!KNOWN.contains(name)) {
                throw refused("start.unknown", name);
            }
            if (i + 1 == arguments.size() || KNOWN.contains(arguments.get(i + 1))) {
                throw refused("start.value", name);
            }
            if (given.put(name, arguments.get(i + 1)) != null) {
                throw refused("start.twice", name);
            }
        }
        return given;
    }

    private static @Nullable Line line(Map<String, String> given) {
        var missing = LINE.stream().filter(name -> !given.containsKey(name)).sorted().toList();
        if (missing.size() == LINE.size()) {
            return null;
        }
        if (!missing.isEmpty()) {
            throw refused("start.incomplete", String.join(", ", missing));
        }
        return new Line(
                address(given.getOrDefault("--gateway", "")),
                file(given.getOrDefault("--ca", "")),
                file(given.getOrDefault("--token-file", "")),
                path(given.getOrDefault("--device-key", "")));
    }

    private static URI address(String text) {
        try {
            var address = new URI(text);
            if ("https".equals(address.getScheme()) && address.getHost() != null) {
                return address;
            }
        } catch (URISyntaxException _) {
            // It is refused below, with an example.
        }
        throw refused("start.address", text);
    }

    private static Path folder(String text) {
        Path folder = path(text);
        if (Files.isDirectory(folder)) {
            return folder;
        }
        throw refused(Files.exists(folder) ? "start.folder.file" : "start.folder", text);
    }

    private static Path file(String text) {
        Path file = path(text);
        if (Files.isDirectory(file) || !Files.exists(file)) {
            throw refused(Files.exists(file) ? "start.file.folder" : "start.file", text);
        }
        return file;
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException _) {
            throw refused("start.path", text);
        }
    }

    private static IllegalArgumentException refused(String key, String value) {
        return new IllegalArgumentException(Words.say(key, value));
    }
}
