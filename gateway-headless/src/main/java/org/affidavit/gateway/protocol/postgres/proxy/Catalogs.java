package org.affidavit.gateway.protocol.postgres.proxy;

import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.WeakHashMap;

/// Has sessions that found the same catalog hold one copy of it, for as long as one of them lives:
/// an empty database alone has a quarter of a megabyte of names.
final class Catalogs {
    private final Map<TargetCatalog, WeakReference<TargetCatalog>> known = new WeakHashMap<>();

    /// @param fresh not changed any more
    TargetCatalog shared(TargetCatalog fresh) {
        synchronized (known) {
            WeakReference<TargetCatalog> before = known.get(fresh);
            TargetCatalog shared = before == null ? null : before.get();
            if (shared == null) {
                known.put(fresh, new WeakReference<>(fresh));
            }
            return shared == null ? fresh : shared;
        }
    }
}
