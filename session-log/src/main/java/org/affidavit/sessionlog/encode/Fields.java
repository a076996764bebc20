package org.affidavit.sessionlog.encode;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// The fields of one JSON object, while it is built or taken apart.
///
/// Reading takes fields out by name and kind; [#done] refuses what nobody took, so that no field
/// can hide.
final class Fields {
    private final String place;
    private final SortedMap<String, Object> map;

    Fields() {
        this("", new TreeMap<>());
    }

    private Fields(String place, SortedMap<String, Object> map) {
        this.place = place;
        this.map = map;
    }

    /// To take apart: the map is empty when everything was taken.
    static Fields reading(SortedMap<String, Object> map) {
        return new Fields("", map);
    }

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

    String text(String name) throws Malformed {
        return take(name, String.class);
    }

    boolean truth(String name) throws Malformed {
        return take(name, Boolean.class);
    }

    int number(String name) throws Malformed {
        long value = take(name, Long.class);
        if (value != (int) value) {
            throw new Malformed(place + name + " is out of bounds");
        }
        return (int) value;
    }

    long wideNumber(String name) throws Malformed {
        String text = text(name);
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new Malformed(place + name + " is not a decimal number", e);
        }
    }

    Optional<Long> maybeWideNumber(String name) throws Malformed {
        return map.containsKey(name) ? Optional.of(wideNumber(name)) : Optional.empty();
    }

    Instant time(String name) throws Malformed {
        return Times.read(text(name), place + name);
    }

    <E extends Enum<E>> E word(String name, Class<E> type) throws Malformed {
        String text = text(name);
        for (E constant : type.getEnumConstants()) {
            if (word(constant).equals(text)) {
                return constant;
            }
        }
        throw new Malformed(place + name + " has the unknown value \"" + text + "\"");
    }

    List<String> texts(String name) throws Malformed {
        var texts = new ArrayList<String>();
        for (Object element : take(name, List.class)) {
            if (!(element instanceof String text)) {
                throw new Malformed(place + name + " is not a list of texts");
            }
            texts.add(text);
        }
        return texts;
    }

    List<Fields> objects(String name) throws Malformed {
        var objects = new ArrayList<Fields>();
        for (Object element : take(name, List.class)) {
            objects.add(inner(name, element));
        }
        return objects;
    }

    Fields object(String name) throws Malformed {
        return inner(name, take(name, Object.class));
    }

    Optional<Fields> maybeObject(String name) throws Malformed {
        return map.containsKey(name) ? Optional.of(object(name)) : Optional.empty();
    }

    Optional<String> maybeText(String name) throws Malformed {
        return map.containsKey(name) ? Optional.of(text(name)) : Optional.empty();
    }

    /// Call when everything known was taken.
    void done() throws Malformed {
        if (!map.isEmpty()) {
            throw new Malformed("unknown field \"" + place + map.firstKey() + "\"");
        }
    }

    private Fields inner(String name, Object value) throws Malformed {
        if (!(value instanceof SortedMap<?, ?> inner)) {
            throw new Malformed(place + name + " is not an object");
        }
        @SuppressWarnings("unchecked") // Every object that was read has texts for keys.
        var own = (SortedMap<String, Object>) inner;
        return new Fields(place + name + ".", own);
    }

    private <T> T take(String name, Class<T> type) throws Malformed {
        Object value = map.remove(name);
        if (value == null) {
            throw new Malformed("the field \"" + place + name + "\" is missing");
        }
        if (!type.isInstance(value)) {
            throw new Malformed(place + name + " is of the wrong kind");
        }
        return type.cast(value);
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
