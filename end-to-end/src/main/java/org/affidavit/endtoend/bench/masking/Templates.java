package org.affidavit.endtoend.bench.masking;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What texts and values are made from: the sections of a file, by their names. An empty line and
/// one that begins with `# ` say nothing; `\n` and the like are as in Java.
///
/// `[value TYPE]` and `[value TYPE VARIANT]` spell values, `[context]` and `[context TYPE]` what
/// stands around one (at `«»`), `[negative]` what nothing is to be found in. What [MadeUp] knows
/// stands between guillemets.
record Templates(Map<String, List<String>> sections) {
    static final String VALUE = "value ";
    static final String CONTEXT = "context";

    /// @param half `development` or `holdout`
    static Templates read(String half) throws IOException {
        var sections = new LinkedHashMap<String, List<String>>();
        List<String> section = new ArrayList<>();
        try (var in = Templates.class.getResourceAsStream(half + ".txt")) {
            if (in == null) {
                throw new IOException("There are no templates named " + half);
            }
            for (String line : new String(in.readAllBytes(), UTF_8).lines().toList()) {
                if (line.startsWith("[") && line.endsWith("]") && !line.contains("\"")) {
                    section = new ArrayList<>();
                    sections.put(line.substring(1, line.length() - 1), section);
                } else if (!line.isEmpty() && !line.startsWith("# ")) {
                    section.add(line.translateEscapes());
                }
            }
        }
        return new Templates(sections);
    }

    /// Such as `phone` and `phone national`.
    List<String> kinds() {
        return sections.keySet().stream()
                .filter(name -> name.startsWith(VALUE))
                .map(name -> name.substring(VALUE.length()))
                .toList();
    }

    List<String> values(String kind) {
        return sections.getOrDefault(VALUE + kind, List.of());
    }

    /// What may stand around any value, and around one of this type.
    List<String> contexts(String type) {
        var contexts = new ArrayList<>(sections.getOrDefault(CONTEXT, List.of()));
        contexts.addAll(sections.getOrDefault(CONTEXT + " " + type, List.of()));
        return contexts;
    }

    List<String> negatives() {
        return sections.getOrDefault(Sample.NEGATIVE, List.of());
    }
}
