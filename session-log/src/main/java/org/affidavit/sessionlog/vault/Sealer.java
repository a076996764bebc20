package org.affidavit.sessionlog.vault;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
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

    /// Of a payload with more frames, such as a part of a large result, whole ones can be shown or
    /// withheld and no pieces: a hash for each value costs several times what all else does.
    private static final int CUT_FRAMES_MAX = 512;

    /// Shorter payloads are sealed at once: handing them over takes as long.
    private static final long ASIDE_BYTES = 32 << 10;

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

    /// Of the payload that came last.
    private CompletableFuture<SealedPayload> last =
            CompletableFuture.completedFuture(SealedPayload.NONE);

    Sealer(SessionId session, DataKey key, Cutter cutter, SecureRandom random) {
        this.session = session;
        this.key = key;
        this.cutter = cutter;
        this.random = random;
    }

    /// Seals a payload behind all that came before it. Fails with [Malformed] if it is longer than
    /// the format allows.
    ///
    /// @param aside where long ones are sealed, so that whoever has one need not wait
    synchronized CompletableFuture<SealedPayload> seal(Payload payload, Executor aside) {
        last =
                last.isDone() && payload.length() < ASIDE_BYTES
                        ? CompletableFuture.completedFuture(payload).thenApply(this::sealed)
                        : last.handleAsync((_, _) -> sealed(payload), aside);
        return last;
    }

    /// Of one thread at a time, since each call comes behind the one before.
    private SealedPayload sealed(Payload payload) {
        try {
            return sealedNext(payload);
        } catch (Malformed e) {
            throw new CompletionException(e);
        }
    }

    private SealedPayload sealedNext(Payload payload) throws Malformed {
        boolean bulk = payload.frames().size() > CUT_FRAMES_MAX;
        PayloadCodec.Units units = PayloadCodec.write(payload, bulk ? Cutter.NONE : cutter);
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
