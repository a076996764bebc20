package org.affidavit.gateway.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.affidavit.gateway.config.ConfigInvalid;
import org.affidavit.gateway.config.ConfigProblem;
import org.affidavit.gateway.config.Place;
import org.affidavit.gateway.config.SourceFile;
import org.affidavit.gateway.config.Spelling;
import org.affidavit.gateway.config.YamlDocument;
import org.affidavit.gateway.policy.ComparedTexts.Compared;

/// What a policy says that can never come true: a resource that is none, a verb that no statement
/// has; and what denies more than it says: a value that may not be there. A policy may be ahead of
/// its connections, so this is no error; but a masking rule with a slip in it masks nothing, and
/// nothing else would say so.
public final class PolicyDoubts {
    private final YamlDocument document;
    private final Set<String> connections;
    private final List<ConfigProblem> doubts = new ArrayList<>();

    private PolicyDoubts(YamlDocument document, Set<String> connections) {
        this.document = document;
        this.connections = new TreeSet<>(connections);
    }

    /// @param connections names of the resources there are; with none, no name is doubted
    /// @throws ConfigInvalid if the policy cannot be read
    public static List<ConfigProblem> in(SourceFile policy, Set<String> connections)
            throws ConfigInvalid {
        var doubts = new PolicyDoubts(YamlDocument.read(policy, Policies.SCHEMA), connections);
        doubts.masking();
        doubts.rules();
        return doubts.doubts;
    }

    private void masking() {
        for (int i = 0; i < document.root().path("masking").size(); i++) {
            String pointer = "/masking/" + i + "/resource";
            String name = document.root().at(pointer).asString("*");
            if (!name.equals("*")) {
                resource(document.place(pointer), name, "this rule masks nothing");
            }
        }
    }

    private void rules() {
        for (int i = 0; i < document.root().path("rules").size(); i++) {
            String pointer = "/rules/" + i + "/when";
            String when = document.root().at(pointer).asString("");
            for (Compared name : ComparedTexts.resources(when)) {
                resource(place(pointer, when, name), name.text(), "this never holds");
            }
            for (Compared place : ComparedTexts.unsizedPlaces(when)) {
                doubts.add(
                        document.problem(
                                place(pointer, when, place),
                                "A statement with fewer values makes this fail, which denies.",
                                "Write `size(statement.parameters) == 1 &&` before it, with the"
                                        + " number that is meant."));
            }
            for (Compared verb : ComparedTexts.verbs(when)) {
                verb(place(pointer, when, verb), verb.text());
            }
        }
    }

    private void resource(Place place, String name, String so) {
        if (!connections.isEmpty() && !connections.contains(name)) {
            doubt(
                    place,
                    "No connection is called `" + name + "`, so " + so + ".",
                    name,
                    connections);
        }
    }

    private void verb(Place place, String verb) {
        if (!SqlVerbs.ALL.contains(verb)) {
            doubt(place, "No statement has the verb `" + verb + "`.", verb, SqlVerbs.ALL);
        }
    }

    private void doubt(Place place, String what, String written, Set<String> known) {
        String meant =
                Spelling.nearest(written, known)
                        .map(word -> "Did you mean `" + word + "`? ")
                        .orElse("");
        doubts.add(
                document.problem(
                        place, what, meant + "There are: " + String.join(", ", known) + "."));
    }

    private Place place(String pointer, String when, Compared compared) {
        String before = when.substring(0, compared.at());
        int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
        return document.within(pointer, line, compared.at() - before.lastIndexOf('\n'));
    }
}
