package org.affidavit.sessionlog.vault;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Cipher;
import org.affidavit.sessionlog.encode.Malformed;
import org.affidavit.sessionlog.encode.PayloadCodec;
import org.affidavit.sessionlog.encode.PayloadCodec.Cutter;
import org.affidavit.sessionlog.event.Payload;
import org.affidavit.sessionlog.event.SessionId;

/// Seals the payloads of one session, one at a time, and counts them. Lives as long as the session:
/// what it keeps for speed, ciphers with their keys and seeds to come, goes with it.
final class Sealer {
    private static final int SEEDS = 32;

    private final SessionId session;
    private final DataKey key;
    private final Cutter cutter;
    private final SecureRandom random;
    private final Cipher cipher = DataKey.cipher();
    private final Cipher salts = UnitTree.cipher();

    /// Taken many at once: each asking of the system costs more than a short payload's encryption.
    private final byte[] seeds = new byte[SEEDS * UnitTree.SEED_BYTES];

    private int seedsUsed = SEEDS;
    private long number;

    Sealer(SessionId session, DataKey key, Cutter cutter, SecureRandom random) {
        this.session = session;
        this.key = key;
        this.cutter = cutter;
        this.random = random;
    }

    /// @throws Malformed if the payload is longer than the format allows
    synchronized SealedPayload seal(Payload payload) throws Malformed {
        PayloadCodec.Units units = PayloadCodec.write(payload, cutter);
        byte[] seed = seed();
        String root = HexFormat.of().formatHex(UnitTree.root(salts, seed, units));
        byte[] opened = OpenedPayload.bytes(seed, units.bytes());
        byte[] sealed = key.seal(cipher, session, number++, Compression.compressed(opened));
        return new SealedPayload(sealed, SealedPayload.sha256(sealed), units.count(), root);
    }

    private byte[] seed() {
        if (seedsUsed == SEEDS) {
            random.nextBytes(seeds);
            seedsUsed = 0;
        }
        int from = seedsUsed++ * UnitTree.SEED_BYTES;
        byte[] seed = Arrays.copyOfRange(seeds, from, from + UnitTree.SEED_BYTES);
        Arrays.fill(seeds, from, from + UnitTree.SEED_BYTES, (byte) 0);
        return seed;
    }
}
