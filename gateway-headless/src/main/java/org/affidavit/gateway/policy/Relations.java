package org.affidavit.gateway.policy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The relations a statement names, each where it stands.
final class Relations {
    private record Occurrence(String name, int at, boolean written) {}

    private final List<Occurrence> occurrences = new ArrayList<>();

    void add(String name, int at, boolean written) {
        occurrences.add(new Occurrence(name, at, written));
    }

    /// Every name, WITH items too.
    Set<String> names() {
        Set<String> names = new HashSet<>();
        occurrences.forEach(occurrence -> names.add(occurrence.name()));
        return names;
    }

    /// What is changed. A WITH item cannot be.
    Set<String> written() {
        Set<String> names = new HashSet<>();
        occurrences.stream().filter(Occurrence::written).forEach(o -> names.add(o.name()));
        return names;
    }

    /// What is read and is no WITH item.
    ///
    /// @param returning true when what is changed comes back
    Set<String> read(WithItems with, boolean returning) {
        Set<String> names = returning ? written() : new HashSet<>();
        occurrences.stream()
                .filter(o -> !o.written() && !with.defines(o.name(), o.at()))
                .forEach(o -> names.add(o.name()));
        return names;
    }
}
