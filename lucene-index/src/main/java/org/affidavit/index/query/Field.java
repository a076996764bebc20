package org.affidavit.index.query;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The fields a query can name. Only these, before a first colon, make a filter.
public enum Field {
    AGENT("the agent", "agent", "user", "by"),
    OWNER("the owner", "owner"),
    RESOURCE("the resource", "resource", "on", "db", "host", "cluster"),
    KIND("the kind of resource", "kind"),
    VERB("the verb", "verb", "op"),
    OBJECT("the object", "object", "table", "path", "tool"),
    OUTCOME("the outcome", "outcome"),
    RULE("the rule", "rule"),
    APPROVER("the approver", "approver"),
    MASKED("a masked column", "masked"),
    CODE("the error code", "code", "sqlstate", "status"),
    SESSION("the session", "session", "id"),
    TIME("the time", "time"),
    SINCE("the time", "since"),
    UNTIL("the time", "until");

    private static final List<String> OUTCOMES =
            List.of(
                    "allowed",
                    "completed",
                    "denied",
                    "held",
                    "approved",
                    "failed",
                    "error",
                    "lapsed",
                    "withheld",
                    "unknown",
                    "opened",
                    "closed");

    private final String words;
    private final String namesInOrder;

    Field(String words, String... names) {
        this.words = words;
        this.namesInOrder = String.join(",", names);
    }

    /// What it is called in a sentence.
    public String words() {
        return words;
    }

    /// The name to write, its aliases after it.
    public List<String> names() {
        return List.of(namesInOrder.split(",", -1));
    }

    boolean isTime() {
        return this == TIME || this == SINCE || this == UNTIL;
    }

    /// Every value there is, of a field that has only these; none of any other.
    List<String> closed() {
        return this == OUTCOME ? OUTCOMES : List.of();
    }

    /// The name that was meant by one that is close; two letters are close to too much.
    static Optional<String> meant(String written) {
        return Slip.of(
                written,
                Arrays.stream(values())
                        .flatMap(field -> field.names().stream())
                        .filter(name -> name.length() > 2)
                        .toList());
    }

    static Optional<Field> named(String name) {
        String folded = name.toLowerCase(Locale.ROOT);
        return Arrays.stream(values()).filter(field -> field.names().contains(folded)).findFirst();
    }
}
