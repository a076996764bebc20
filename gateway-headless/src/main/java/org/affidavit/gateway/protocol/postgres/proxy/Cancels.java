package org.affidavit.gateway.protocol.postgres.proxy;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.affidavit.gateway.protocol.postgres.wire.BackendMessages.KeyData;
import org.affidavit.gateway.protocol.postgres.wire.StartupPacket;

/// Which cancel key belongs to which session. The keys are the gateway's own: a target's key never
/// leaves.
final class Cancels {
    private final SecureRandom random = new SecureRandom();
    private final Map<Integer, Entry> entries = new ConcurrentHashMap<>();

    /// Issues a key. `onCancel` is called on the canceller's thread.
    KeyData issue(Runnable onCancel) {
        while (true) {
            var key = new KeyData(random.nextInt(1, Integer.MAX_VALUE), random.nextInt());
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
        if (entry == null || !MessageDigest.isEqual(bytes(entry.key), bytes(request.key()))) {
            return false;
        }
        entry.onCancel.run();
        return true;
    }

    private static byte[] bytes(int key) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(key).array();
    }

    private record Entry(int key, Runnable onCancel) {}
}
