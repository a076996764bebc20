package org.affidavit.gateway.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Turns YAML nodes into a JSON tree and remembers where every key and value stands, by JSON
/// pointer. Anchors and aliases are refused: what is written is what holds.
final class YamlTree {
    private static final int DEPTH_MAX = 32;

    private final Map<String, Place> keys = new HashMap<>();
    private final Map<String, Place> values = new HashMap<>();
    private final SourceFile source;
    private final List<ConfigProblem> problems;

    YamlTree(SourceFile source, List<ConfigProblem> problems) {
        this.source = source;
        this.problems = problems;
    }

    JsonNode read(Node root) {
        return read(root, "", 0);
    }

    Map<String, Place> keys() {
        return Map.copyOf(keys);
    }

    Map<String, Place> values() {
        return Map.copyOf(values);
    }

    private JsonNode read(Node node, String pointer, int depth) {
        values.put(pointer, place(node));
        if (depth > DEPTH_MAX) {
            refuse(node, "This is nested too deeply.", "Write it flatter.");
            return JsonNodeFactory.instance.nullNode();
        }
        if (node.getAnchor().isPresent()) {
            refuse(node, "Anchors and aliases are not used here.", "Write the value out.");
            return JsonNodeFactory.instance.nullNode();
        }
        return switch (node) {
            case MappingNode mapping -> mapping(mapping, pointer, depth);
            case SequenceNode sequence -> sequence(sequence, pointer, depth);
            case ScalarNode scalar -> scalar(scalar);
            default -> {
                refuse(node, "This is not understood.", "Write a mapping, a list or a value.");
                yield JsonNodeFactory.instance.nullNode();
            }
        };
    }

    private ObjectNode mapping(MappingNode mapping, String pointer, int depth) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                refuse(tuple.getKeyNode(), "A key is a plain word.", "Write one word and a colon.");
                continue;
            }
            String name = key.getValue();
            String child = pointer + "/" + escape(name);
            if (object.has(name)) {
                refuse(key, "`" + name + "` is written twice.", "Keep one of them.");
                continue;
            }
            keys.put(child, place(key));
            object.set(name, read(tuple.getValueNode(), child, depth + 1));
        }
        return object;
    }

    private ArrayNode sequence(SequenceNode sequence, String pointer, int depth) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (Node item : sequence.getValue()) {
            array.add(read(item, pointer + "/" + array.size(), depth + 1));
        }
        return array;
    }

    private JsonNode scalar(ScalarNode scalar) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        String value = scalar.getValue();
        Tag tag = scalar.getTag();
        if (tag.equals(Tag.NULL)) {
            return nodes.nullNode();
        }
        if (tag.equals(Tag.BOOL)) {
            return nodes.booleanNode(Boolean.parseBoolean(value));
        }
        if (tag.equals(Tag.INT) && value.matches("[-+]?[0-9]{1,18}")) {
            return nodes.numberNode(Long.parseLong(value));
        }
        if (tag.equals(Tag.STR) || tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) {
            return nodes.stringNode(value);
        }
        refuse(scalar, "The tag " + tag.getValue() + " is not used here.", "Leave it out.");
        return nodes.nullNode();
    }

    private void refuse(Node node, String what, String instead) {
        Place place = place(node);
        problems.add(
                new ConfigProblem(
                        source.name(),
                        place.line(),
                        place.column(),
                        what,
                        instead,
                        Excerpt.of(source.text(), place)));
    }

    static String escape(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    private static Place place(Node node) {
        Optional<Mark> start = node.getStartMark();
        Optional<Mark> end = node.getEndMark();
        if (start.isEmpty() || end.isEmpty()) {
            return new Place(1, 1, 1);
        }
        boolean oneLine =
                node instanceof ScalarNode && start.get().getLine() == end.get().getLine();
        int length = oneLine ? end.get().getColumn() - start.get().getColumn() : 1;
        return new Place(
                start.get().getLine() + 1, start.get().getColumn() + 1, Math.max(1, length));
    }
}
