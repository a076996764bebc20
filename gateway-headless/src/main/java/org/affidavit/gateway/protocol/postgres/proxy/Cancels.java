package org.affidavit.gateway.protocol.postgres.proxy;

import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.affidavit.gateway.protocol.postgres.wire.BackendMessages.KeyData;
import org.affidavit.gateway.protocol.postgres.wire.CancelKey;
import org.affidavit.gateway.protocol.postgres.wire.StartupPacket;

/// Which cancel key belongs to which session. The secret of a key is the gateway's own: a target's
/// never leaves. The process in it is the target's where it can be, since tools look for it there,
/// and the agent could ask for it anyway.
final class Cancels {
    private final SecureRandom random = new SecureRandom();
    private final Map<Integer, Entry> entries = new ConcurrentHashMap<>();

    /// Issues a key. `onCancel` is called on the canceller's thread.
    ///
    /// @param version protocol that its holder speaks, which says how long it may be
    /// @param process the target's; another one if two targets gave the same, or this one gave none
    KeyData issue(int version, int process, Runnable onCancel) {
        int named = process;
        while (true) {
            var key = new KeyData(named, CancelKey.random(version, random));
            if (named > 0 && entries.putIfAbsent(named, new Entry(key.key(), onCancel)) == null) {
                return key;
            }
            named = random.nextInt(1, Integer.MAX_VALUE);
        }
    }

    void forget(KeyData key) {
        entries.remove(key.process());
    }

    /// True if the key was right and the session was told.
    boolean cancel(StartupPacket.Cancel request) {
        Entry entry = entries.get(request.process());
        if (entry == null || !entry.key.equals(request.key())) {
            return false;
        }
        entry.onCancel.run();
        return true;
    }

    private record Entry(CancelKey key, Runnable onCancel) {}
}
