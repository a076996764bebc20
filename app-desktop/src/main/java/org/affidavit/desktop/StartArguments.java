package org.affidavit.desktop;

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
/// @param gateway base URL of the gateway's control API
/// @param ca certificate that signed the gateway's
/// @param tokenFile file with the approver's bearer token
/// @param deviceKey file with the approver's own signing key; made on first use
public record StartArguments(
        @Nullable Path log,
        @Nullable Path trust,
        @Nullable String gateway,
        @Nullable Path ca,
        @Nullable Path tokenFile,
        @Nullable Path deviceKey) {
    private static final Set<String> KNOWN =
            Set.of("--log", "--trust", "--gateway", "--ca", "--token-file", "--device-key");

    /// @throws IllegalArgumentException with a sentence for people if they cannot be understood
    public static StartArguments parse(List<String> arguments) {
        Map<String, String> given = new HashMap<>();
        for (int i = 0; i < arguments.size(); i += 2) {
            String name = arguments.get(i);
            if (!KNOWN.contains(name)) {
                throw new IllegalArgumentException(Words.say("start.unknown", name));
            }
            if (i + 1 == arguments.size()) {
                throw new IllegalArgumentException(Words.say("start.value", name));
            }
            given.put(name, arguments.get(i + 1));
        }
        return new StartArguments(
                path(given, "--log"),
                path(given, "--trust"),
                given.get("--gateway"),
                path(given, "--ca"),
                path(given, "--token-file"),
                path(given, "--device-key"));
    }

    private static @Nullable Path path(Map<String, String> given, String name) {
        return Optional.ofNullable(given.get(name)).map(Path::of).orElse(null);
    }
}
