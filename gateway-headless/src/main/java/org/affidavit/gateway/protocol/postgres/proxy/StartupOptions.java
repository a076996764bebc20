package org.affidavit.gateway.protocol.postgres.proxy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The startup parameter `options`, which libpq takes from PGOPTIONS: switches as of the server's
/// command line, of which only settings are read, such as `-c geqo=off` or `--datestyle=ISO`.
///
/// Source: PostgreSQL's manual, 32.1.2, `options`: a backslash takes a space into a value.
final class StartupOptions {
    private static final Pattern WORD = Pattern.compile("(?:\\\\.|[^\\s\\\\])+");
    private static final Pattern SETTING =
            Pattern.compile("([A-Za-z_][\\w.-]*)=(.*)", Pattern.DOTALL);

    private StartupOptions() {}

    /// The settings by name, lower case; empty if there is anything else.
    static Optional<Map<String, String>> read(String options) {
        List<String> words = words(options);
        var settings = new LinkedHashMap<String, String>();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            String setting;
            if (word.equals("-c")) {
                i++;
                setting = i < words.size() ? words.get(i) : "";
            } else if (word.startsWith("-c") || word.startsWith("--")) {
                setting = word.substring(2);
            } else {
                return Optional.empty();
            }
            Matcher parts = SETTING.matcher(setting);
            if (!parts.matches()) {
                return Optional.empty();
            }
            // The server takes a dash in a name for an underscore.
            String name = parts.group(1).replace('-', '_').toLowerCase(Locale.ROOT);
            settings.put(name, parts.group(2));
        }
        return Optional.of(settings);
    }

    private static List<String> words(String options) {
        var words = new ArrayList<String>();
        Matcher word = WORD.matcher(options);
        while (word.find()) {
            words.add(word.group().replaceAll("\\\\(.)", "$1"));
        }
        return words;
    }
}
