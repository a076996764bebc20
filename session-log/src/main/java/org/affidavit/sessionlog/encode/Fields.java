package org.affidavit.sessionlog.encode;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/// The fields of one JSON object while it is built. [FieldsIn] takes it apart.
final class Fields {
    private final SortedMap<String, Object> map = new TreeMap<>();

    SortedMap<String, Object> map() {
        return map;
    }

    Fields put(String name, String value) {
        map.put(name, value);
        return this;
    }

    Fields put(String name, int value) {
        map.put(name, value);
        return this;
    }

    Fields put(String name, boolean value) {
        map.put(name, value);
        return this;
    }

    /// As a decimal string, because readers that know only doubles would round it.
    Fields put(String name, long value) {
        map.put(name, Long.toString(value));
        return this;
    }

    Fields put(String name, Instant value) throws Malformed {
        map.put(name, Times.write(value, name));
        return this;
    }

    Fields put(String name, Enum<?> value) {
        map.put(name, word(value));
        return this;
    }

    Fields put(String name, Fields inner) {
        map.put(name, inner.map);
        return this;
    }

    Fields put(String name, List<?> list) {
        map.put(name, list);
        return this;
    }

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
