package org.affidavit.gateway.policy;

import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// How parse trees of PostgreSQL's grammar are written: a node is an object with one field that is
/// named like its type; a field that always holds the same type has its content alone.
final class Tree {
    private Tree() {}

    /// The type of a node; empty if it is none.
    static String type(JsonNode node) {
        if (!node.isObject() || node.size() != 1) {
            return "";
        }
        String name = node.propertyNames().iterator().next();
        return Character.isUpperCase(name.charAt(0)) ? name : "";
    }

    /// What a node of some type holds; missing if it is of another.
    static JsonNode content(JsonNode node) {
        String type = type(node);
        return type.isEmpty()
                ? tools.jackson.databind.node.MissingNode.getInstance()
                : node.path(type);
    }

    static boolean is(JsonNode node, String type) {
        return type(node).equals(type);
    }

    /// The text of a `String` node; empty for another.
    static String text(JsonNode node) {
        return node.path("String").path("sval").asString("");
    }

    /// A name with dots, from a list of `String` nodes.
    static String name(JsonNode parts) {
        return parts.valueStream()
                .map(part -> quotedIfAmbiguous(text(part)))
                .collect(Collectors.joining("."));
    }

    /// The name of a `RangeVar`'s content.
    static String relation(JsonNode range) {
        var name = new StringBuilder();
        for (String part : new String[] {"catalogname", "schemaname", "relname"}) {
            String text = range.path(part).asString("");
            if (!text.isEmpty()) {
                name.append(name.isEmpty() ? "" : ".").append(quotedIfAmbiguous(text));
            }
        }
        return name.toString();
    }

    static String last(JsonNode parts) {
        return text(parts.path(parts.size() - 1));
    }

    /// True if a list or an object is there and has something in it.
    static boolean has(JsonNode content, String field) {
        return !content.path(field).isEmpty();
    }

    static Iterable<Map.Entry<String, JsonNode>> fields(JsonNode content) {
        return content.properties();
    }

    /// Parts that hold a dot or a quote keep quotes, so that two different names never look alike.
    static String quotedIfAmbiguous(String part) {
        boolean ambiguous = part.indexOf('.') >= 0 || part.indexOf('"') >= 0;
        return ambiguous ? '"' + part.replace("\"", "\"\"") + '"' : part;
    }
}
