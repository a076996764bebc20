package org.affidavit.gateway.protocol.postgres.proxy;

import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.affidavit.gateway.protocol.postgres.wire.BackendMessages.KeyData;
import org.affidavit.gateway.protocol.postgres.wire.CancelKey;
import org.affidavit.gateway.protocol.postgres.wire.StartupPacket;

/// Which cancel key belongs to which session. The keys are the gateway's own: a target's key never
/// leaves.
final class Cancels {
    private final SecureRandom random = new SecureRandom();
    private final Map<Integer, Entry> entries = new ConcurrentHashMap<>();

    /// Issues a key. `onCancel` is called on the canceller's thread.
    ///
    /// @param version protocol that its holder speaks, which says how long it may be
    KeyData issue(int version, Runnable onCancel) {
        while (true) {
            var key =
                    new KeyData(
                            random.nextInt(1, Integer.MAX_VALUE),
                            CancelKey.random(version, random));
            if (entries.putIfAbsent(key.process(), new Entry(key.key(), onCancel)) == null) {
                return key;
            }
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
