package org.affidavit.gateway.command;

import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.affidavit.gateway.config.ConfigInvalid;
import org.affidavit.gateway.config.ConfigProblem;
import org.affidavit.gateway.config.DocumentSchema;
import org.affidavit.gateway.config.SourceFile;
import org.affidavit.gateway.config.YamlDocument;
import org.affidavit.gateway.policy.Parameters;
import org.affidavit.gateway.policy.Replication;
import org.affidavit.sessionlog.event.Principal;
import org.affidavit.sessionlog.event.Resource;
import tools.jackson.databind.JsonNode;

/// A file of tests of a policy, as read.
///
/// @param policy the policy that it names
record PolicyTests(SourceFile source, Optional<Path> policy, List<Case> cases) {
    private static final String SCHEMA_NAME = "affidavit-policy-tests.schema.json";
    private static final DocumentSchema SCHEMA = DocumentSchema.load(SCHEMA_NAME);

    PolicyTests {
        cases = List.copyOf(cases);
    }

    /// One test.
    ///
    /// @param line where it stands in the file
    /// @param replication how the resource is opened, if that is what the test is about
    /// @param statement empty for the opening of the resource
    /// @param parameters the values that the statement is bound to
    /// @param rule the rule that is to decide, if the test says which
    record Case(
            int line,
            String name,
            Principal principal,
            Resource resource,
            Replication replication,
            Optional<String> statement,
            Parameters parameters,
            Instant at,
            String verdict,
            Optional<String> rule) {}

    static byte[] schema() {
        return DocumentSchema.bytes(SCHEMA_NAME);
    }

    /// @param now the time of tests that name none
    static PolicyTests read(Path file, Instant now) throws ConfigInvalid {
        SourceFile source = SourceFile.read(file);
        YamlDocument document = YamlDocument.read(source, SCHEMA);
        List<ConfigProblem> problems = new ArrayList<>();
        List<Case> cases = new ArrayList<>();
        for (int i = 0; i < document.root().path("tests").size(); i++) {
            cases.add(read(document, "/tests/" + i, now, problems));
        }
        document.refuse(problems);
        Optional<Path> policy = text(document.root(), "policy").map(source::resolve);
        return new PolicyTests(source, policy, cases);
    }

    private static Case read(
            YamlDocument document, String pointer, Instant now, List<ConfigProblem> problems) {
        JsonNode root = document.root();
        JsonNode test = root.at(pointer);
        Optional<String> statement = text(test, "statement");
        if (statement.isPresent() == test.has("connect")) {
            problems.add(
                    document.problem(
                            pointer,
                            "A test is about one thing.",
                            "Write either `statement:` or `connect: true`."));
        }
        String resource = either(test, root, "resource").asString("");
        if (resource.isEmpty()) {
            problems.add(
                    document.problem(
                            pointer,
                            "This test is about no resource.",
                            "Write `resource:` in it, or once for all tests at the top."));
        }
        return new Case(
                document.place(pointer).line(),
                test.path("name").asString(statement.orElse("connect")),
                principal(either(test, root, "principal")),
                new Resource(resource, "postgres"),
                Replication.valueOf(
                        test.path("replication").asString("none").toUpperCase(Locale.ROOT)),
                statement,
                GivenValues.of(test.path("parameters")),
                at(document, pointer + "/at", now, problems),
                test.path("verdict").asString(),
                text(test, "rule"));
    }

    private static Optional<String> text(JsonNode node, String field) {
        return node.has(field) ? Optional.of(node.path(field).asString()) : Optional.empty();
    }

    private static JsonNode either(JsonNode test, JsonNode root, String field) {
        return test.has(field) ? test.path(field) : root.path(field);
    }

    private static Principal principal(JsonNode node) {
        String name = node.path("name").asString("");
        return new Principal(
                node.path("issuer").asString(""),
                node.path("subject").asString(name),
                name,
                node.path("owner").asString(""),
                node.path("groups").valueStream().map(JsonNode::asString).toList());
    }

    private static Instant at(
            YamlDocument document, String pointer, Instant now, List<ConfigProblem> problems) {
        String written = document.root().at(pointer).asString("");
        try {
            return written.isEmpty() ? now : Instant.parse(written);
        } catch (DateTimeParseException _) {
            problems.add(
                    document.problem(
                            pointer,
                            "This is no time.",
                            "Write one such as 2026-11-23T18:00:00Z."));
            return now;
        }
    }
}
