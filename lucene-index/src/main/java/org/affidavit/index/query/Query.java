package org.affidavit.index.query;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/// A query as it was understood. All conditions hold in one frame.
public sealed interface Query {
    /// In words, for people, with absolute times.
    String words();

    /// Everything.
    record All() implements Query {
        @Override
        public String words() {
            return "everything";
        }
    }

    /// Every part holds.
    record And(List<Query> parts) implements Query {
        public And {
            parts = List.copyOf(parts);
        }

        @Override
        public String words() {
            return joined(parts, " and ");
        }
    }

    /// Some part holds.
    record Or(List<Query> parts) implements Query {
        public Or {
            parts = List.copyOf(parts);
        }

        @Override
        public String words() {
            return "(" + joined(parts, " or ") + ")";
        }
    }

    /// The part does not hold.
    record Not(Query part) implements Query {
        @Override
        public String words() {
            return "not " + part.words();
        }
    }

    /// A word in the text; `*` and `?` are wildcards.
    record Word(String text) implements Query {
        @Override
        public String words() {
            return "mentions " + text;
        }
    }

    /// These words next to each other; no wildcards.
    record Phrase(String text) implements Query {
        @Override
        public String words() {
            return "says \"" + text + "\"";
        }
    }

    /// A field has one of these values; `*` and `?` are wildcards.
    record Is(Field field, List<String> values) implements Query {
        public Is {
            values = List.copyOf(values);
        }

        @Override
        public String words() {
            return field.words() + " is " + String.join(" or ", values);
        }
    }

    /// It happened in a stretch of time: from inclusive, to exclusive.
    record During(Instant from, Instant to) implements Query {
        @Override
        public String words() {
            if (from.equals(Instant.MIN)) {
                return "before " + to;
            }
            return to.equals(Instant.MAX) ? "from " + from + " on" : "from " + from + " to " + to;
        }
    }

    private static String joined(List<Query> parts, String with) {
        return parts.stream().map(Query::words).collect(Collectors.joining(with));
    }
}
