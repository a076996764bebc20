package org.affidavit.gateway.command;

import java.util.List;
import java.util.Optional;
import org.affidavit.gateway.policy.Parameters;
import org.affidavit.gateway.policy.Parameters.Value;
import tools.jackson.databind.JsonNode;

/// Values that a statement is said to run with, from a command line, a test or a log.
final class GivenValues {
    /// How a transcript writes bytes: of a type `bytea`, or of one that nobody can read here.
    private static final String BYTES = "\\x";

    private GivenValues() {}

    static Parameters of(List<String> texts) {
        return Parameters.of(() -> texts.stream().<Value>map(Value.Text::new).toList());
    }

    /// `[42, null]`; whatever is not there takes none.
    static Parameters of(JsonNode list) {
        List<Value> values =
                list.valueStream()
                        .<Value>map(value ->
                                value.isNull()
                                        ? new Value.Null()
                                        : new Value.Text(value.asString()))
                        .toList();
        return Parameters.of(() -> values);
    }

    /// As a session was seen to send them.
    static Parameters recorded(List<Optional<String>> seen) {
        return Parameters.of(() -> seen.stream().map(GivenValues::recorded).toList());
    }

    private static Value recorded(Optional<String> seen) {
        return seen.<Value>map(
                        text -> text.startsWith(BYTES) ? new Value.Unread() : new Value.Text(text))
                .orElseGet(Value.Null::new);
    }
}
