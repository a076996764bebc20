package org.affidavit.gateway.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// A YAML 1.2 file that fits its schema, with the place of every key and value by JSON pointer.
public final class YamlDocument {
    private final SourceFile source;
    private final JsonNode root;
    private final Map<String, Place> keys;
    private final Map<String, Place> values;

    private YamlDocument(SourceFile source, JsonNode root, YamlTree tree) {
        this.source = source;
        this.root = root;
        this.keys = tree.keys();
        this.values = tree.values();
    }

    /// Reads a document and checks it.
    ///
    /// @throws ConfigInvalid with every problem found, in the order of the file
    public static YamlDocument read(SourceFile source, DocumentSchema schema) throws ConfigInvalid {
        List<ConfigProblem> problems = new ArrayList<>();
        YamlTree tree = new YamlTree(source, problems);
        Optional<Node> node = compose(source);
        JsonNode root =
                node.isPresent() ? tree.read(node.get()) : JsonNodeFactory.instance.objectNode();
        YamlDocument document = new YamlDocument(source, root, tree);
        problems.addAll(schema.check(document));
        document.refuse(problems);
        return document;
    }

    /// Throws if there is any problem.
    public void refuse(List<ConfigProblem> problems) throws ConfigInvalid {
        if (!problems.isEmpty()) {
            throw new ConfigInvalid(
                    problems.stream()
                            .distinct()
                            .sorted(
                                    Comparator.comparingInt(ConfigProblem::line)
                                            .thenComparingInt(ConfigProblem::column))
                            .toList());
        }
    }

    public SourceFile source() {
        return source;
    }

    /// The whole document.
    public JsonNode root() {
        return root;
    }

    /// Where the value at a JSON pointer stands; of the nearest parent if it is not there.
    public Place place(String pointer) {
        return find(values, pointer);
    }

    /// Where the key of the value at a JSON pointer stands.
    public Place keyPlace(String pointer) {
        return find(keys.containsKey(pointer) ? keys : values, pointer);
    }

    /// The place of a character inside a text value, as exactly as the way it is written allows.
    ///
    /// @param line within the text, from 1
    /// @param column within the text, from 1
    public Place within(String pointer, int line, int column) {
        Place start = place(pointer);
        String text = root.at(pointer).asString("");
        String[] written = source.text().split("\r\n|\r|\n", -1);
        String wanted = text.split("\n", -1)[Math.min(line, (int) text.lines().count()) - 1];
        for (int row = start.line() - 1; row < written.length; row++) {
            int from = row == start.line() - 1 ? start.column() - 1 : 0;
            int at = written[row].indexOf(wanted, Math.min(from, written[row].length()));
            if (at >= 0 && !wanted.isBlank()) {
                return new Place(row + 1, at + column, 1);
            }
        }
        return start;
    }

    /// A problem with the value at a JSON pointer.
    public ConfigProblem problem(String pointer, String what, String instead) {
        return problem(place(pointer), what, instead);
    }

    /// A problem at a place.
    public ConfigProblem problem(Place place, String what, String instead) {
        return new ConfigProblem(
                source.name(),
                place.line(),
                place.column(),
                what,
                instead,
                Excerpt.of(source.text(), place));
    }

    private static Place find(Map<String, Place> places, String pointer) {
        String at = pointer;
        while (true) {
            Place place = places.get(at);
            if (place != null) {
                return place;
            }
            int slash = at.lastIndexOf('/');
            if (slash < 0) {
                return new Place(1, 1, 1);
            }
            at = at.substring(0, slash);
        }
    }

    /// The document's nodes; empty for an empty file.
    static Optional<Node> compose(SourceFile source) throws ConfigInvalid {
        LoadSettings settings =
                LoadSettings.builder()
                        .setLabel(source.name())
                        .setSchema(new CoreSchema())
                        .setMaxAliasesForCollections(0)
                        .build();
        try {
            return new Compose(settings).composeString(source.text());
        } catch (MarkedYamlEngineException e) {
            throw syntax(source, e);
        } catch (YamlEngineException e) {
            throw new ConfigInvalid(
                    List.of(
                            new ConfigProblem(
                                    source.name(),
                                    1,
                                    1,
                                    "This is not YAML: "
                                            + firstLine(String.valueOf(e.getMessage()))
                                            + ".",
                                    "Check the file's encoding and characters.",
                                    "")));
        }
    }

    private static ConfigInvalid syntax(SourceFile source, MarkedYamlEngineException e) {
        Place place =
                e.getProblemMark()
                        .map(mark -> new Place(mark.getLine() + 1, mark.getColumn() + 1, 1))
                        .orElse(new Place(1, 1, 1));
        return new ConfigInvalid(
                List.of(
                        new ConfigProblem(
                                source.name(),
                                place.line(),
                                place.column(),
                                "This is not YAML: " + firstLine(e.getProblem()) + ".",
                                "Check indentation (spaces only), colons, quotes and brackets.",
                                Excerpt.of(source.text(), place))));
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("no reason given");
    }
}
