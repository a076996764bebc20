package org.affidavit.gateway.policy;

import java.lang.ref.SoftReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The values that a statement runs with, in the order of `$1`, `$2` and so on. Most policies never
/// ask for them, so they are read when a rule does.
public final class Parameters {
    /// It takes none.
    public static final Parameters NONE = new Parameters(Kind.TOLD, List::of);

    /// It is only prepared: each time that it runs it is judged by its values then.
    public static final Parameters LATER = new Parameters(Kind.LATER, List::of);

    /// It takes values in a way that is not read.
    public static final Parameters UNTOLD = new Parameters(Kind.UNTOLD, List::of);

    /// How many of them, and how many characters together, rules may see.
    public static final int VALUES_MAX = 1_000;

    public static final int CHARACTERS_MAX = 64 * 1_024;

    private static final int KEPT_CHARACTERS_MAX = 4 * 1_024;

    private final Kind kind;
    private final Supplier<List<Value>> source;

    /// Once read they are kept, while there is room for them: a session may hold thousands of
    /// statements that nobody asks about twice.
    private SoftReference<@Nullable List<Value>> read = new SoftReference<>(null);

    private Parameters(Kind kind, Supplier<List<Value>> source) {
        this.kind = kind;
        this.source = source;
    }

    /// @param source reads them; may be asked late, and again
    public static Parameters of(Supplier<List<Value>> source) {
        return new Parameters(Kind.TOLD, source);
    }

    /// What is known of the values.
    private enum Kind {
        TOLD,
        LATER,
        UNTOLD
    }

    /// One value.
    public sealed interface Value {
        /// As a client wrote it, or for one in binary format as PostgreSQL writes it.
        record Text(String text) implements Value {}

        /// SQL NULL.
        record Null() implements Value {}

        /// It has no text form here, so nobody can say what it is.
        record Unread() implements Value {}

        /// The value of another statement's parameter.
        ///
        /// @param number from 1
        record Passed(int number) implements Value {}
    }

    /// Whether it is yet to be seen which values it runs with.
    boolean later() {
        return kind == Kind.LATER;
    }

    /// Whether nobody can say what it takes.
    boolean untold() {
        return kind == Kind.UNTOLD;
    }

    /// The values as texts, with nothing for NULL; nothing at all if one of them cannot be told.
    public Optional<List<Optional<String>>> told() {
        if (kind != Kind.TOLD || values().size() > VALUES_MAX) {
            return Optional.empty();
        }
        var texts = new ArrayList<Optional<String>>();
        int characters = 0;
        for (Value value : values()) {
            switch (value) {
                case Value.Text(var text) -> {
                    characters += text.length();
                    texts.add(Optional.of(text));
                }
                case Value.Null() -> texts.add(Optional.empty());
                case Value.Unread(), Value.Passed(_) -> {
                    return Optional.empty();
                }
            }
            if (characters > CHARACTERS_MAX) {
                return Optional.empty();
            }
        }
        return Optional.of(texts);
    }

    /// These, where values that are passed on are among those of another statement.
    Parameters from(Parameters others) {
        if (kind != Kind.TOLD || values().stream().noneMatch(Value.Passed.class::isInstance)) {
            return this;
        }
        if (others.kind != Kind.TOLD) {
            return others;
        }
        List<Value> given = others.values();
        List<Value> all =
                values().stream()
                        .map(value ->
                                value instanceof Value.Passed(int number)
                                        ? number <= given.size() && number > 0
                                                ? given.get(number - 1)
                                                : new Value.Unread()
                                        : value)
                        .toList();
        return new Parameters(Kind.TOLD, () -> all);
    }

    /// The same, ready to be kept for long: nothing large stays in memory for them.
    Parameters kept() {
        if (kind != Kind.TOLD) {
            return this;
        }
        List<Value> all = values();
        int characters =
                told().stream()
                        .flatMap(List::stream)
                        .mapToInt(value -> value.map(String::length).orElse(0))
                        .sum();
        boolean small = told().isPresent() && characters <= KEPT_CHARACTERS_MAX;
        return small ? new Parameters(Kind.TOLD, () -> all) : UNTOLD;
    }

    private List<Value> values() {
        List<Value> known = read.get();
        if (known == null) {
            known = List.copyOf(source.get());
            read = new SoftReference<>(known);
        }
        return known;
    }

    @Override
    public boolean equals(Object other) {
        return other == this
                || (other instanceof Parameters those
                        && kind == those.kind
                        && values().equals(those.values()));
    }

    @Override
    public int hashCode() {
        return kind.hashCode();
    }

    /// Says nothing of the values: this may end in a log.
    @Override
    public String toString() {
        return "Parameters[" + kind + "]";
    }
}
