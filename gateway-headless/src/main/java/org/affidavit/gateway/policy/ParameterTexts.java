package org.affidavit.gateway.policy;

import dev.cel.common.values.NullValue;
import java.util.AbstractList;
import java.util.List;
import java.util.Optional;

/// Parameters as a condition sees them. Whoever looks at what cannot be told fails, because any
/// answer would be a guess.
final class ParameterTexts extends AbstractList<Object> {
    private final Parameters parameters;

    ParameterTexts(Parameters parameters) {
        this.parameters = parameters;
    }

    @Override
    public Object get(int index) {
        Optional<String> value = told().get(index);
        return value.isPresent() ? value.get() : NullValue.NULL_VALUE;
    }

    @Override
    public int size() {
        return told().size();
    }

    private List<Optional<String>> told() {
        return parameters
                .told()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "statement.parameters cannot be told: a value is of a type that"
                                        + " is not read, or they are too many or too long"));
    }
}
