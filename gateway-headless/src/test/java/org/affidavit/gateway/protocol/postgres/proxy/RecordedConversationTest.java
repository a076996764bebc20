package org.affidavit.gateway.protocol.postgres.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.affidavit.gateway.masking.MaskingFailure;
import org.affidavit.gateway.policy.SqlFacts.Copied.Format;
import org.affidavit.gateway.protocol.postgres.wire.Authentication;
import org.affidavit.gateway.protocol.postgres.wire.BackendMessages.CommandComplete;
import org.affidavit.gateway.protocol.postgres.wire.BackendMessages.KeyData;
import org.affidavit.gateway.protocol.postgres.wire.BackendMessages.Notification;
import org.affidavit.gateway.protocol.postgres.wire.BackendMessages.ParameterStatus;
import org.affidavit.gateway.protocol.postgres.wire.BackendMessages.Status;
import org.affidavit.gateway.protocol.postgres.wire.BackendType;
import org.affidavit.gateway.protocol.postgres.wire.CopyData;
import org.affidavit.gateway.protocol.postgres.wire.CopyResponse;
import org.affidavit.gateway.protocol.postgres.wire.DataRow;
import org.affidavit.gateway.protocol.postgres.wire.ErrorFields;
import org.affidavit.gateway.protocol.postgres.wire.Frame;
import org.affidavit.gateway.protocol.postgres.wire.FrameCutter;
import org.affidavit.gateway.protocol.postgres.wire.FrameCutter.Sender;
import org.affidavit.gateway.protocol.postgres.wire.FrontendMessage;
import org.affidavit.gateway.protocol.postgres.wire.ParameterTypes;
import org.affidavit.gateway.protocol.postgres.wire.ProtocolViolation;
import org.affidavit.gateway.protocol.postgres.wire.RowDescription;
import org.affidavit.gateway.protocol.postgres.wire.StartupPacket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// A real conversation, cut and damaged in every place.
class RecordedConversationTest {
    private static final int MESSAGE_BYTES_MAX = 1 << 20;
    private static final int COUNT_MAX = 100;

    private static byte[] client;
    private static byte[] server;

    @BeforeAll
    static void overhear() throws Exception {
        var heard = Overheard.conversation();
        ByteBuf said = Unpooled.wrappedBuffer(heard.client);
        assertThat(StartupPacket.next(said, 10_000, 64)).isPresent();
        client = ByteBufUtil.getBytes(said);
        server = heard.server;
    }

    @Test
    void holdsEveryKindOfMessage() {
        assertThat(types(client, Sender.FRONTEND))
                .contains('p', 'P', 'B', 'D', 'E', 'S', 'd', 'c', 'F', 'X');
        assertThat(types(server, Sender.BACKEND))
                .contains(
                        'R', 'S', 'K', 'Z', '1', '2', 't', 'T', 'D', 's', 'C', 'E', 'N', 'A', 'G',
                        'H', 'd', 'V');
    }

    private static Set<Character> types(byte[] stream, Sender sender) {
        return frames(sender, stream).stream()
                .map(frame -> (char) frame[0])
                .collect(Collectors.toSet());
    }

    /// @param parts as they arrive
    private static List<byte[]> frames(Sender sender, byte[]... parts) {
        var cutter = new FrameCutter(sender, MESSAGE_BYTES_MAX);
        var frames = new ArrayList<byte[]>();
        ByteBuf waiting = Unpooled.buffer();
        for (byte[] part : parts) {
            waiting.writeBytes(part);
            Optional<Frame> next = cutter.next(waiting);
            while (next.isPresent()) {
                frames.add(next.get().copyBytes());
                next = cutter.next(waiting);
            }
        }
        assertThat(waiting.isReadable()).isFalse();
        return frames;
    }

    @Test
    void isTheSameWhereverItIsCut() {
        isTheSameWhereverItIsCut(Sender.FRONTEND, client);
        isTheSameWhereverItIsCut(Sender.BACKEND, server);
    }

    private static void isTheSameWhereverItIsCut(Sender sender, byte[] stream) {
        List<byte[]> whole = frames(sender, stream);
        for (int cut = 1; cut < stream.length; cut++) {
            List<byte[]> frames =
                    frames(
                            sender,
                            Arrays.copyOf(stream, cut),
                            Arrays.copyOfRange(stream, cut, stream.length));
            assertThat(Arrays.deepEquals(frames.toArray(), whole.toArray()))
                    .as("cut at %d", cut)
                    .isTrue();
        }
    }

    @Test
    void everyMessageOfItIsRead() throws Exception {
        for (byte[] frame : frames(Sender.FRONTEND, client)) {
            read(Sender.FRONTEND, frame);
        }
        for (byte[] frame : frames(Sender.BACKEND, server)) {
            read(Sender.BACKEND, frame);
        }
    }

    @Test
    void aMessageThatIsDamagedAnywhereIsReadOrRefused() {
        var random = new SplittableRandom(11);
        for (Sender sender : Sender.values()) {
            for (byte[] frame : frames(sender, sender == Sender.FRONTEND ? client : server)) {
                for (int at = Frame.HEADER_BYTES; at < Math.min(frame.length, 600); at++) {
                    byte was = frame[at];
                    for (byte damage :
                            new byte[] {0, -1, (byte) (was ^ 0x80), (byte) random.nextInt()}) {
                        frame[at] = damage;
                        readOrRefused(sender, frame);
                    }
                    frame[at] = was;
                    readOrRefused(sender, Arrays.copyOf(frame, at));
                }
            }
        }
    }

    /// Anything else that is thrown fails the test.
    private static void readOrRefused(Sender sender, byte[] frame) {
        try {
            read(sender, frame);
        } catch (ProtocolViolation | MaskingFailure refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
    }

    private static void read(Sender sender, byte[] bytes) throws MaskingFailure {
        var frame = new Frame(Unpooled.wrappedBuffer(bytes));
        if (sender == Sender.FRONTEND) {
            fromClient(frame);
        } else {
            fromServer(frame);
        }
    }

    private static void fromClient(Frame frame) throws MaskingFailure {
        switch (frame.type()) {
            case 'd' -> copied(frame);
            // What they say is checked where the login or the rows are.
            case 'p', 'c', 'X' ->
                    assertThat(frame.length()).isGreaterThanOrEqualTo(Frame.HEADER_BYTES);
            default -> assertThat(FrontendMessage.read(frame, COUNT_MAX)).isNotNull();
        }
    }

    private static void copied(Frame frame) throws MaskingFailure {
        byte[] rows = CopyData.read(frame).bytes();
        for (Format format : List.of(Format.TEXT, Format.CSV, Format.BINARY)) {
            try {
                assertThat(CopyRows.read(format, rows)).isNotNull();
            } catch (MaskingFailure notOfThisFormat) {
                assertThat(notOfThisFormat).hasMessageMatching(".+");
            }
        }
    }

    private static void fromServer(Frame frame) throws MaskingFailure {
        Object message =
                switch (frame.type()) {
                    case BackendType.AUTHENTICATION -> Authentication.read(frame);
                    case BackendType.KEY_DATA -> KeyData.read(frame);
                    case BackendType.READY -> Status.read(frame);
                    case BackendType.COMMAND_COMPLETE -> CommandComplete.read(frame);
                    case BackendType.PARAMETER_STATUS -> ParameterStatus.read(frame);
                    case BackendType.NOTIFICATION -> Notification.read(frame);
                    case BackendType.ERROR, BackendType.NOTICE -> ErrorFields.read(frame);
                    case BackendType.ROW_DESCRIPTION -> RowDescription.read(frame, COUNT_MAX);
                    case BackendType.DATA_ROW -> DataRow.read(frame, COUNT_MAX);
                    case BackendType.PARAMETER_DESCRIPTION ->
                            ParameterTypes.described(frame, COUNT_MAX);
                    case BackendType.COPY_IN, BackendType.COPY_OUT ->
                            CopyResponse.read(frame, COUNT_MAX);
                    default -> frame;
                };
        assertThat(message).isNotNull();
        if (frame.type() == BackendType.COPY_DATA) {
            copied(frame);
        }
    }
}
