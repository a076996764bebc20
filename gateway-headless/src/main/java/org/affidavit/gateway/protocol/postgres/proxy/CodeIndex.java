package org.affidavit.gateway.protocol.postgres.proxy;

import java.util.HashSet;
import java.util.Set;
import org.affidavit.gateway.policy.TargetCode;

/// Gathers a target's functions, operators and types as its catalog lists them.
final class CodeIndex {
    private final Set<String> ofRows = new HashSet<>();
    private final Set<String> ofValues = new HashSet<>();
    private final Set<String> own = new HashSet<>();
    private final Set<String> operators = new HashSet<>();
    private final Set<String> types = new HashSet<>();

    /// @param kind as [CatalogQueries#CODE] names it
    void add(String kind, String name) {
        switch (kind) {
            case "row" -> ofRows.add(name);
            case "value" -> ofValues.add(name);
            case "operator" -> operators.add(name);
            case "type" -> types.add(name);
            default -> own.add(name);
        }
    }

    TargetCode toCode() {
        return new TargetCode(ofRows, ofValues, own, operators, types);
    }
}
