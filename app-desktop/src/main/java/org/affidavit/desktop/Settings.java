package org.affidavit.desktop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the app remembers between starts: window, theme, what was open. Never a secret.
///
/// Written beside and moved into place, so that a crash leaves the old settings whole. Settings
/// that cannot be read or written are not worth stopping for: the app says so in its log.
final class Settings {
    private static final Logger LOG = LoggerFactory.getLogger(Settings.class);

    private final Path file;
    private final Properties values = new Properties();

    Settings(Path file) {
        this.file = file;
        if (Files.exists(file)) {
            try (var in = Files.newBufferedReader(file)) {
                values.load(in);
            } catch (IOException | IllegalArgumentException unreadable) {
                LOG.warn("The settings in {} cannot be read; starting with defaults", file);
            }
        }
    }

    /// Where settings belong on this system.
    static Path folder(Map<String, String> environment, Path home) {
        return Optional.ofNullable(environment.get("XDG_CONFIG_HOME"))
                .or(() -> Optional.ofNullable(environment.get("APPDATA")))
                .filter(place -> !place.isBlank())
                .map(Path::of)
                .orElse(home.resolve(".config"))
                .resolve("affidavit");
    }

    /// Where what an app learned belongs on this system: not settings, and not to be lost as caches
    /// are.
    static Path state(Map<String, String> environment, Path home) {
        return Optional.ofNullable(environment.get("XDG_STATE_HOME"))
                .or(() -> Optional.ofNullable(environment.get("LOCALAPPDATA")))
                .filter(place -> !place.isBlank())
                .map(Path::of)
                .orElse(home.resolve(".local").resolve("state"))
                .resolve("affidavit");
    }

    boolean dark() {
        return Boolean.parseBoolean(values.getProperty("dark", "false"));
    }

    /// Where the key lies that opened logs the last time.
    Optional<Path> readerKey() {
        return Optional.ofNullable(values.getProperty("reader.key"))
                .map(Path::of)
                .filter(Files::isReadable);
    }

    /// As whom the user cosigned the last time.
    Optional<String> cosignAs() {
        return Optional.ofNullable(values.getProperty("cosign.as"));
    }

    /// A remembered number of the window's place.
    double number(String name, double otherwise) {
        try {
            return Double.parseDouble(values.getProperty(name, Double.toString(otherwise)));
        } catch (NumberFormatException damaged) {
            LOG.warn("The setting {} is not a number; using {}", name, otherwise);
            return otherwise;
        }
    }

    void set(String name, Object value) {
        values.setProperty(name, value.toString());
    }

    void save() {
        try {
            var folder = file.toAbsolutePath().getParent();
            Files.createDirectories(folder);
            var fresh = Files.createTempFile(folder, "settings", ".new");
            try (var out = Files.newBufferedWriter(fresh)) {
                values.store(out, null);
            }
            Files.move(
                    fresh,
                    file,
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failed) {
            LOG.warn("The settings could not be written to {}", file, failed);
        }
    }
}
