package org.affidavit.sessionlog.encode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The members of one JSON object as they were read, in the order of their keys, to be taken out
/// one by one. There are few in each and very many objects, so this is no tree.
final class JsonObject {
    private @Nullable String[] keys = new @Nullable String[8];
    private Object[] values = new Object[8];
    private int size;
    private int left;

    /// @param key behind all that are there
    void add(String key, Object value) {
        if (size == keys.length) {
            keys = Arrays.copyOf(keys, size * 2);
            values = Arrays.copyOf(values, size * 2);
        }
        keys[size] = key;
        values[size] = value;
        size++;
        left++;
    }

    boolean has(String name) {
        return find(name) >= 0;
    }

    /// Null if it is not there, or was taken.
    @Nullable Object take(String name) {
        int at = find(name);
        if (at < 0) {
            return null;
        }
        keys[at] = null;
        left--;
        return values[at];
    }

    private int find(String name) {
        for (int i = 0; i < size; i++) {
            if (name.equals(keys[i])) {
                return i;
            }
        }
        return -1;
    }

    /// The key of a member that nobody took; empty if there is none.
    Optional<String> untaken() {
        return left == 0 ? Optional.empty() : Optional.ofNullable(map().firstKey());
    }

    /// What was not taken, as maps and lists.
    SortedMap<String, Object> map() {
        var map = new TreeMap<String, Object>();
        for (int i = 0; i < size; i++) {
            String key = keys[i];
            if (key != null) {
                map.put(key, plain(values[i]));
            }
        }
        return map;
    }

    private static Object plain(Object value) {
        return switch (value) {
            case JsonObject object -> object.map();
            case List<?> list -> {
                var plain = new ArrayList<Object>();
                list.forEach(element -> plain.add(plain(element)));
                yield plain;
            }
            default -> value;
        };
    }
}
