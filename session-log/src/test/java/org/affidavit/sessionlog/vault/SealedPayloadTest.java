package org.affidavit.sessionlog.vault;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Optional;
import org.affidavit.sessionlog.encode.Malformed;
import org.affidavit.sessionlog.encode.PayloadCodec.Cutter;
import org.affidavit.sessionlog.event.Payload;
import org.affidavit.sessionlog.event.SessionId;
import org.affidavit.sessionlog.event.WireFrame;
import org.affidavit.sessionlog.event.WireFrame.Direction;
import org.affidavit.sessionlog.samples.SampleEvents;
import org.junit.jupiter.api.Test;

class SealedPayloadTest {
    private static final SessionId SESSION = new SessionId("01KA5B3V8G7Q9X2M4N6P8R0S1T");
    private static final SessionId OTHER = new SessionId("01KA5B9ZZ3E5F7G9H1J3K5M7N9");

    private final SecureRandom random = new SecureRandom();
    private final DataKey key = DataKey.fresh(random);

    @Test
    void opensToWhatWasSealed() throws Malformed {
        SealedPayload sealed = seal(SampleEvents.payload());
        assertThat(open(SESSION, sealed.bytes(), key, sealed).map(OpenedPayload::payload))
                .contains(SampleEvents.payload());
        assertThat(sealed.units()).isEqualTo(3);
    }

    @Test
    void sealsEqualPayloadsUnequally() throws Malformed {
        var sealer = new Sealer(SESSION, key, Cutter.NONE, random);
        SealedPayload one = sealer.seal(SampleEvents.payload(), Runnable::run).join();
        SealedPayload other = sealer.seal(SampleEvents.payload(), Runnable::run).join();
        assertThat(one.root()).isNotEqualTo(other.root());
        assertThat(one.sha256()).isNotEqualTo(other.sha256());
    }

    @Test
    void usesNoSeedAndNoNumberTwice() throws Malformed {
        var sealer = new Sealer(SESSION, key, Cutter.NONE, random);
        var roots = new HashSet<String>();
        for (long number = 0; number < 100; number++) {
            SealedPayload sealed = sealer.seal(SampleEvents.payload(), Runnable::run).join();
            roots.add(sealed.root());
            assertThat(ByteBuffer.wrap(sealed.bytes()).getLong()).isEqualTo(number);
            assertThat(open(SESSION, sealed.bytes(), key, sealed)).isPresent();
        }
        assertThat(roots).hasSize(100);
    }

    @Test
    void doesNotOpenWithAnotherKey() throws Malformed {
        SealedPayload sealed = seal(SampleEvents.payload());
        assertThat(open(SESSION, sealed.bytes(), DataKey.fresh(random), sealed)).isEmpty();
    }

    @Test
    void doesNotOpenForAnotherSession() throws Malformed {
        SealedPayload sealed = seal(SampleEvents.payload());
        assertThat(open(OTHER, sealed.bytes(), key, sealed)).isEmpty();
    }

    @Test
    void doesNotOpenOnceAnyByteWasChanged() throws Malformed {
        SealedPayload sealed = seal(SampleEvents.payload());
        for (int at = 0; at < sealed.bytes().length; at++) {
            byte[] changed = sealed.bytes().clone();
            changed[at] ^= 1;
            assertThat(open(SESSION, changed, key, sealed)).as("byte %d", at).isEmpty();
        }
    }

    @Test
    void doesNotOpenOnceItWasCut() throws Malformed {
        SealedPayload sealed = seal(SampleEvents.payload());
        for (int length = 0; length < sealed.bytes().length; length++) {
            byte[] cut = java.util.Arrays.copyOf(sealed.bytes(), length);
            assertThat(open(SESSION, cut, key, sealed)).as("%d bytes", length).isEmpty();
        }
    }

    @Test
    void doesNotOpenToAnotherRoot() throws Malformed {
        SealedPayload sealed = seal(SampleEvents.payload());
        SealedPayload other = seal(SampleEvents.payload());
        assertThat(open(SESSION, sealed.bytes(), key, other)).isEmpty();
    }

    /// Whoever can seal can try to exhaust whoever opens.
    @Test
    void makesNoRoomForAFrameThatClaimsToBeTooLong() {
        byte[] bomb = Zstd.compress(new byte[OpenedPayload.BYTES_MAX + 1]);
        assertThat(bomb).hasSizeLessThan(10_000);
        assertThat(openPlain(bomb)).isEmpty();
    }

    @Test
    void refusesAFrameThatDoesNotSayItsLength() throws Exception {
        var out = new ByteArrayOutputStream();
        try (var stream = new com.github.luben.zstd.ZstdOutputStream(out)) {
            stream.write(new byte[1_000]);
        }
        assertThat(openPlain(out.toByteArray())).isEmpty();
    }

    @Test
    void refusesBytesBehindTheFrame() {
        byte[] frame = Compression.compressed(new byte[100]);
        byte[] longer = java.util.Arrays.copyOf(frame, frame.length + 1);
        assertThat(Compression.decompressed(frame, 100)).isPresent();
        assertThat(Compression.decompressed(longer, 100)).isEmpty();
        assertThat(Compression.decompressed(frame, 99)).isEmpty();
    }

    @Test
    void leavesFramesWholeWhereNobodyKnowsTheirParts() throws Malformed {
        var row = new WireFrame(Direction.TO_AGENT, 0, new byte[] {'D', 0, 0, 0, 9, 0, 1, 0, 0, 0});
        assertThat(new PostgresCuts().lengths(row)).containsExactly(10);
        var asked = new WireFrame(Direction.FROM_AGENT, 0, row.bytes());
        assertThat(new PostgresCuts().lengths(asked)).containsExactly(10);
    }

    @Test
    void cutsARowIntoItsHeadAndItsCells() {
        byte[] row = {'D', 0, 0, 0, 16, 0, 2, 0, 0, 0, 2, 'h', 'i', -1, -1, -1, -1};
        assertThat(new PostgresCuts().lengths(new WireFrame(Direction.TO_AGENT, 0, row)))
                .containsExactly(7, 6, 4);
        byte[] tooLong = row.clone();
        tooLong[10] = 7;
        assertThat(new PostgresCuts().lengths(new WireFrame(Direction.TO_AGENT, 0, tooLong)))
                .containsExactly(17);
    }

    private Optional<OpenedPayload> openPlain(byte[] compressed) {
        byte[] sealed = key.seal(DataKey.cipher(), SESSION, 0, compressed);
        return OpenedPayload.of(SESSION, sealed, key, 1, "00".repeat(32));
    }

    private SealedPayload seal(Payload payload) throws Malformed {
        return new Sealer(SESSION, key, Cutter.NONE, random).seal(payload, Runnable::run).join();
    }

    private static Optional<OpenedPayload> open(
            SessionId session, byte[] bytes, DataKey key, SealedPayload wanted) {
        return OpenedPayload.of(session, bytes, key, wanted.units(), wanted.root());
    }
}
