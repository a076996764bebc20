package org.affidavit.gateway.config;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A JSON Schema of one kind of file, and what its violations mean in a person's words.
///
/// In our schemas the `description` of a value completes the sentence "Write …".
public final class DocumentSchema {
    private static final Pattern SECRET =
            Pattern.compile("pass(word|wd|phrase)?|pwd|secret|token|api_?key|private_?key");

    private final JsonNode json;
    private final Schema schema;

    private DocumentSchema(JsonNode json) {
        this.json = json;
        this.schema =
                SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(json);
    }

    /// Loads a schema that travels with the product.
    ///
    /// @param resource name beside the package `org.affidavit.gateway`
    public static DocumentSchema load(String resource) {
        return new DocumentSchema(JsonMapper.shared().readTree(bytes(resource)));
    }

    /// The same as it is written.
    public static byte[] bytes(String resource) {
        String path = "/org/affidavit/gateway/" + resource;
        try (InputStream in = DocumentSchema.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("The build left out " + path);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + path, e);
        }
    }

    List<ConfigProblem> check(YamlDocument document) {
        List<Error> errors = schema.validate(document.root());
        Set<String> misspelt = new HashSet<>();
        for (Error error : errors) {
            if (keyword(error).equals("additionalProperties")) {
                Spelling.nearest(property(error), known(owner(error)))
                        .ifPresent(word -> misspelt.add(error.getInstanceLocation() + "/" + word));
            }
        }
        List<ConfigProblem> problems = new ArrayList<>();
        for (Error error : errors) {
            String missing = error.getInstanceLocation() + "/" + property(error);
            // A setting that is there under a wrong spelling is one mistake, not two.
            if (!keyword(error).equals("required") || !misspelt.contains(missing)) {
                problems.add(problem(document, error));
            }
        }
        return problems;
    }

    private static String keyword(Error error) {
        return Optional.ofNullable(error.getKeyword()).orElse("");
    }

    private static String property(Error error) {
        return Optional.ofNullable(error.getProperty()).orElse("");
    }

    private static List<String> known(JsonNode owner) {
        return new ArrayList<>(owner.path("properties").propertyNames());
    }

    /// The part of the schema that holds the keyword that was violated.
    private JsonNode owner(Error error) {
        String location = error.getSchemaLocation().toString();
        String at = location.substring(location.indexOf('#') + 1);
        return json.at(at.substring(0, Math.max(0, at.lastIndexOf('/'))));
    }

    private ConfigProblem problem(YamlDocument document, Error error) {
        String pointer = error.getInstanceLocation().toString();
        JsonNode owner = owner(error);
        String name = pointer.substring(pointer.lastIndexOf('/') + 1);
        String here = here(document, pointer, name);
        String property = property(error);
        return switch (keyword(error)) {
            case "additionalProperties", "unevaluatedProperties" ->
                    unknown(document, pointer, property, owner);
            case "required" ->
                    document.problem(
                            document.keyPlace(pointer),
                            "`" + property + "` is missing from " + here + ".",
                            "Add `"
                                    + property
                                    + ":` "
                                    + describe(owner.path("properties").path(property))
                                    + ".");
            case "propertyNames" ->
                    document.problem(
                            document.keyPlace(pointer + "/" + YamlTree.escape(property)),
                            "`" + property + "` cannot be a name here.",
                            "Write " + describe(owner.path("propertyNames")) + ".");
            default -> {
                JsonNode written = document.root().at(pointer);
                yield document.problem(
                        pointer,
                        here + " cannot be " + kind(written) + ".",
                        "Write " + describe(owner) + ".");
            }
        };
    }

    /// What a person calls the place: an entry of a list has no name but its list's.
    private static String here(YamlDocument document, String pointer, String name) {
        if (name.isEmpty()) {
            return "this file";
        }
        String parent = pointer.substring(0, Math.max(0, pointer.lastIndexOf('/')));
        return document.root().at(parent).isArray()
                ? "an entry of `" + parent.substring(parent.lastIndexOf('/') + 1) + "`"
                : "`" + name + "`";
    }

    private ConfigProblem unknown(
            YamlDocument document, String pointer, String property, JsonNode owner) {
        List<String> known = known(owner);
        Place place = document.keyPlace(pointer + "/" + YamlTree.escape(property));
        String what = "`" + property + "` is not a setting here.";
        if (SECRET.matcher(property.toLowerCase(Locale.ROOT)).matches()) {
            return document.problem(
                    place,
                    what + " Secrets are never written in this file.",
                    "Put the secret in a file of its own and name that file. Known here: "
                            + String.join(", ", known)
                            + ". Change the secret that was written here.");
        }
        String instead =
                Spelling.nearest(property, known)
                                .map(word -> "Did you mean `" + word + "`? ")
                                .orElse("")
                        + "Known here: "
                        + String.join(", ", known)
                        + ".";
        return document.problem(place, what, instead);
    }

    private String describe(JsonNode node) {
        JsonNode target = node;
        String reference = node.path("$ref").asString("");
        if (reference.startsWith("#") && !node.has("description")) {
            target = json.at(reference.substring(1));
        }
        String description = target.path("description").asString("");
        if (!description.isEmpty()) {
            return description;
        }
        if (target.has("enum")) {
            return "one of " + target.path("enum");
        }
        return "a value of type " + target.path("type").asString("another");
    }

    private static String kind(JsonNode node) {
        return switch (node.getNodeType()) {
            case ARRAY -> node.isEmpty() ? "an empty list" : "this list";
            case OBJECT -> node.isEmpty() ? "an empty mapping" : "a mapping";
            case STRING -> node.asString().isEmpty() ? "an empty text" : "this text";
            case BOOLEAN -> "true or false";
            case NULL, MISSING -> "empty";
            case NUMBER -> "the number " + node;
            case BINARY, POJO -> "this value";
        };
    }
}
