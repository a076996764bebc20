package org.affidavit.gateway.protocol.postgres.proxy;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Things by name, and how many bytes they keep in memory.
final class Shelf<T extends Shelf.Sized> {
    private final Map<String, T> things = new HashMap<>();
    private long bytes;

    /// Something that keeps bytes in memory.
    interface Sized {
        long bytes();
    }

    Optional<T> get(String name) {
        return Optional.ofNullable(things.get(name));
    }

    /// Puts something in the place of what had the name, or nothing.
    void set(String name, Optional<T> thing) {
        get(name).ifPresent(old -> bytes -= old.bytes());
        thing.ifPresentOrElse(
                found -> {
                    things.put(name, found);
                    bytes += found.bytes();
                },
                () -> things.remove(name));
    }

    void clear() {
        things.clear();
        bytes = 0;
    }

    int count() {
        return things.size();
    }

    long bytes() {
        return bytes;
    }
}
