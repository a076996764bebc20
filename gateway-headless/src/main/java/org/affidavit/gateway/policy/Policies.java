package org.affidavit.gateway.policy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.affidavit.gateway.config.ConfigInvalid;
import org.affidavit.gateway.config.ConfigProblem;
import org.affidavit.gateway.config.DocumentSchema;
import org.affidavit.gateway.config.Durations;
import org.affidavit.gateway.config.GatewayConfig;
import org.affidavit.gateway.config.Place;
import org.affidavit.gateway.config.SourceFile;
import org.affidavit.gateway.config.YamlDocument;
import org.affidavit.gateway.policy.MaskingRule.Detector;
import org.affidavit.gateway.policy.MaskingRule.Keep;
import org.affidavit.gateway.policy.MaskingRule.Replace;
import org.affidavit.sessionlog.event.RuleRef;
import tools.jackson.databind.JsonNode;

/// Loads a policy file.
public final class Policies {
    private static final String SCHEMA_NAME = "affidavit-policy.schema.json";
    static final DocumentSchema SCHEMA = DocumentSchema.load(SCHEMA_NAME);
    private static final Duration EXPIRE_MAX = Duration.ofDays(1);

    /// Ids that the gateway gives to its own verdicts.
    private static final Set<String> RESERVED = Set.of("default", "unparseable", "nothing-to-run");

    private final YamlDocument document;
    private final GatewayConfig.Approval approvals;
    private final ConditionCompiler conditions = new ConditionCompiler();
    private final List<ConfigProblem> problems = new ArrayList<>();
    private final Set<String> ids = new HashSet<>();

    private Policies(YamlDocument document, GatewayConfig.Approval approvals) {
        this.document = document;
        this.approvals = approvals;
    }

    /// The JSON Schema of policies.
    public static byte[] schema() {
        return DocumentSchema.bytes(SCHEMA_NAME);
    }

    /// Checks and compiles a policy.
    ///
    /// @param approvals what holds when a rule names no approvers or no expiry of its own
    /// @throws ConfigInvalid with every problem found
    public static Policy read(SourceFile source, GatewayConfig.Approval approvals)
            throws ConfigInvalid {
        return new Policies(YamlDocument.read(source, SCHEMA), approvals).read();
    }

    private Policy read() throws ConfigInvalid {
        List<Rule> rules = new ArrayList<>();
        for (int i = 0; i < document.root().path("rules").size(); i++) {
            rule("/rules/" + i, rules);
        }
        List<MaskingRule> masking = new ArrayList<>();
        for (int i = 0; i < document.root().path("masking").size(); i++) {
            masking.add(masking("/masking/" + i));
        }
        document.refuse(problems);
        Set<String> approvers = new HashSet<>(approvals.approverGroups());
        rules.forEach(rule -> approvers.addAll(rule.approvers()));
        RuleBook book = new RuleBook(document.source().digest(), rules);
        List<String> ids = rules.stream().map(rule -> rule.ref().id()).toList();
        return new Policy(book, book.explainer(), ids, masking, approvers);
    }

    private void rule(String pointer, List<Rule> rules) {
        JsonNode node = document.root().at(pointer);
        String id = id(pointer, node);
        boolean connect = node.has("connect");
        Rule.Effect effect =
                Rule.Effect.valueOf(node.path("verdict").asString().toUpperCase(Locale.ROOT));
        List<String> approvers = texts(node.path("approvers"));
        if (effect == Rule.Effect.HOLD) {
            checkHold(pointer, connect, approvers);
        }
        Duration expire =
                node.has("expire")
                        ? Durations.parse(node.path("expire").asString())
                        : approvals.expire();
        if (expire.compareTo(EXPIRE_MAX) > 0) {
            problem(pointer + "/expire", "This is too long.", "Write at most 24h.");
        }
        try {
            rules.add(
                    new Rule(
                            new RuleRef(id, place(pointer)),
                            connect,
                            conditions.compile(node.path("when").asString(), connect),
                            effect,
                            node.path("message").asString(message(effect, id)),
                            node.path("hint").asString(""),
                            approvers.isEmpty() ? approvals.approverGroups() : approvers,
                            expire));
        } catch (ConditionCompiler.Uncompilable e) {
            e.flaws().forEach(flaw -> flaw(pointer + "/when", flaw));
        }
    }

    private void checkHold(String pointer, boolean connect, List<String> approvers) {
        if (connect) {
            problem(
                    pointer + "/verdict",
                    "Opening a resource cannot be held.",
                    "Write allow or deny, and hold its commands with another rule.");
        }
        if (approvers.isEmpty() && approvals.approverGroups().isEmpty()) {
            problem(
                    pointer + "/verdict",
                    "Nobody could decide what this rule holds.",
                    "Add `approvers: [GROUP]` here, or `approvers` in the configuration.");
        }
    }

    private MaskingRule masking(String pointer) {
        JsonNode node = document.root().at(pointer);
        Set<Detector> detect = EnumSet.noneOf(Detector.class);
        for (String name : texts(node.path("detect"))) {
            detect.add(Detector.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_')));
        }
        List<String> columns = texts(node.path("columns"));
        var replace =
                Replace.valueOf(node.path("replace").asString("text").toUpperCase(Locale.ROOT));
        if (replace != Replace.TEXT && node.has("keep")) {
            problem(
                    pointer + "/keep",
                    "Only a text keeps something of a value, and this rule says `replace`.",
                    "Remove `keep` or `replace`.");
        }
        if (columns.isEmpty() && (replace == Replace.NULL || replace == Replace.ZERO)) {
            problem(
                    pointer + "/replace",
                    "What detectors find is a part of a text, which cannot be NULL or zero.",
                    "Remove `replace`, or write `replace: token`.");
        }
        List<String> paths = texts(node.path("paths"));
        if (!paths.isEmpty() && columns.isEmpty()) {
            problem(
                    pointer + "/paths",
                    "Paths lead into the documents of columns, and this rule names no column.",
                    "Add `columns: [...]`.");
        }
        if (detect.isEmpty() && columns.isEmpty()) {
            problem(
                    pointer,
                    "This rule masks nothing.",
                    "Add `columns: [...]` or `detect: [...]`.");
        }
        return new MaskingRule(
                id(pointer, node),
                place(pointer),
                node.path("resource").asString(),
                columns,
                paths,
                detect,
                Keep.valueOf(node.path("keep").asString("none").toUpperCase(Locale.ROOT)),
                replace);
    }

    private String id(String pointer, JsonNode node) {
        String id = node.path("id").asString();
        if (RESERVED.contains(id)) {
            problem(
                    pointer + "/id",
                    "`" + id + "` is the gateway's own.",
                    "Write an id that is not one of default, unparseable, nothing-to-run.");
        } else if (!ids.add(id)) {
            problem(pointer + "/id", "`" + id + "` is used twice.", "Write another id.");
        }
        return id;
    }

    private String place(String pointer) {
        return document.source().name() + ":" + document.place(pointer).line();
    }

    private void flaw(String pointer, ConditionCompiler.Flaw flaw) {
        problems.add(
                document.problem(
                        document.within(pointer, flaw.line(), flaw.column()),
                        flaw.what(),
                        flaw.instead()));
    }

    private void problem(String pointer, String what, String instead) {
        Place place = document.place(pointer);
        problems.add(document.problem(place, what, instead));
    }

    private static String message(Rule.Effect effect, String id) {
        return switch (effect) {
            case ALLOW -> "";
            case HOLD -> "The rule " + id + " asks for a person's consent.";
            case DENY -> "The rule " + id + " forbids this.";
        };
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asString()));
        return texts;
    }
}
