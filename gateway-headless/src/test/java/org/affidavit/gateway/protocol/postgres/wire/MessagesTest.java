package org.affidavit.gateway.protocol.postgres.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.affidavit.gateway.protocol.postgres.wire.BackendMessages.CommandComplete;
import org.affidavit.gateway.protocol.postgres.wire.BackendMessages.KeyData;
import org.affidavit.gateway.protocol.postgres.wire.BackendMessages.Notification;
import org.affidavit.gateway.protocol.postgres.wire.BackendMessages.ParameterStatus;
import org.affidavit.gateway.protocol.postgres.wire.BackendMessages.Status;
import org.affidavit.gateway.protocol.postgres.wire.FrontendMessage.Bind;
import org.affidavit.gateway.protocol.postgres.wire.FrontendMessage.Close;
import org.affidavit.gateway.protocol.postgres.wire.FrontendMessage.Describe;
import org.affidavit.gateway.protocol.postgres.wire.FrontendMessage.Execute;
import org.affidavit.gateway.protocol.postgres.wire.FrontendMessage.Flush;
import org.affidavit.gateway.protocol.postgres.wire.FrontendMessage.Parse;
import org.affidavit.gateway.protocol.postgres.wire.FrontendMessage.Query;
import org.affidavit.gateway.protocol.postgres.wire.FrontendMessage.Sync;
import org.affidavit.gateway.protocol.postgres.wire.FrontendMessage.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every message is read from a fence of its own: whole, not a byte short, not a byte long.
class MessagesTest {
    private static final UnpooledByteBufAllocator HEAP = new UnpooledByteBufAllocator(false);

    record Sample(Frame frame, Object message) {}

    static List<Sample> frontend() {
        return List.of(
                new Sample(ByteBufs.frame('Q', "SELECT 1\0"), new Query("SELECT 1")),
                new Sample(
                        ByteBufs.frame('P', "s1\0SELECT $1\0\0\1\0\0\0\27"),
                        new Parse("s1", "SELECT $1")),
                new Sample(
                        ByteBufs.frame(
                                'B', "p\0s\0\0\1\0\1\0\2\0\0\0\3abc\377\377\377\377\0\1\0\1"),
                        new Bind("p", "s")),
                new Sample(ByteBufs.frame('D', "Pp\0"), new Describe(Target.PORTAL, "p")),
                new Sample(ByteBufs.frame('D', "Ss\0"), new Describe(Target.STATEMENT, "s")),
                new Sample(ByteBufs.frame('E', "p\0\0\0\0\12"), new Execute("p", 10)),
                new Sample(ByteBufs.frame('C', "Ss\0"), new Close(Target.STATEMENT, "s")),
                new Sample(ByteBufs.frame('H', ""), new Flush()),
                new Sample(ByteBufs.frame('S', ""), new Sync()));
    }

    @ParameterizedTest
    @MethodSource("frontend")
    void readsFrontendMessages(Sample sample) {
        assertThat(FrontendMessage.read(sample.frame(), 100)).isEqualTo(sample.message());
    }

    @ParameterizedTest
    @MethodSource("frontend")
    void refusesTruncatedFrontendMessages(Sample sample) {
        ByteBuf whole = sample.frame().content();
        for (int cut = 1; cut <= whole.readableBytes() - Frame.HEADER_BYTES; cut++) {
            Frame shorter = new Frame(whole.copy(0, whole.readableBytes() - cut));
            assertThatThrownBy(() -> FrontendMessage.read(shorter, 100))
                    .isInstanceOf(ProtocolViolation.class);
        }
    }

    @ParameterizedTest
    @MethodSource("frontend")
    void refusesTrailingBytesInFrontendMessages(Sample sample) {
        Frame longer = new Frame(sample.frame().content().copy().writeByte(0));
        assertThatThrownBy(() -> FrontendMessage.read(longer, 100))
                .isInstanceOf(ProtocolViolation.class)
                .hasMessageContaining("after its last field");
    }

    @Test
    void refusesTextThatIsNotUtf8() {
        assertThatThrownBy(() -> FrontendMessage.read(ByteBufs.frame('Q', "\300\257\0"), 100))
                .hasMessageContaining("not UTF-8");
    }

    @Test
    void refusesMoreParametersThanTheLimitBeforeReadingThem() {
        assertThatThrownBy(() -> FrontendMessage.read(ByteBufs.frame('P', "\0\0\0\145"), 100))
                .hasMessageContaining("got 101, the limit is 100");
    }

    @Test
    void refusesANegativeLengthOfAValue() {
        assertThatThrownBy(() ->
                        FrontendMessage.read(
                                ByteBufs.frame('B', "\0\0\0\0\0\1\377\377\377\376\0\0"), 100))
                .isInstanceOf(ProtocolViolation.class);
    }

    @Test
    void writesAndReadsRows() {
        var row = List.of(Optional.of(ByteBufs.of("abc")), Optional.<byte[]>empty());
        Frame frame = new DataRow(row).write(HEAP);
        List<Optional<byte[]>> read = DataRow.read(frame, 2).values();
        assertThat(read.get(0))
                .hasValueSatisfying(bytes -> assertThat(bytes).containsExactly('a', 'b', 'c'));
        assertThat(read.get(1)).isEmpty();
        assertThatThrownBy(() -> DataRow.read(frame, 1)).hasMessageContaining("limit is 1");
    }

    @Test
    void refusesRowsThatLieAboutTheirLengths() {
        for (String body :
                List.of("\0\1\0\0\0\5abc", "\0\1\377\377\377\376", "\0\2\0\0\0\0", "\0\0x")) {
            assertThatThrownBy(() -> DataRow.read(ByteBufs.frame('D', body), 10))
                    .isInstanceOf(ProtocolViolation.class);
        }
    }

    @Test
    void readsColumns() {
        Frame frame =
                ByteBufs.frame(
                        'T', "\0\1email\0\0\0\100\0\0\3\0\0\0\31\377\377\377\377\377\377\0\1");
        assertThat(RowDescription.read(frame, 1).columns())
                .containsExactly(new RowDescription.Column("email", 16384, 3, 25, 1));
    }

    @Test
    void writesAndReadsErrorsInOrder() {
        ErrorFields error =
                ErrorFields.of("ERROR", "42501", "no")
                        .with(ErrorFields.HINT, "ask")
                        .with(ErrorFields.DETAIL, "");
        ErrorFields read = ErrorFields.read(error.write(BackendType.ERROR, HEAP));
        assertThat(read).isEqualTo(error);
        assertThat(read.fields()).containsOnlyKeys('S', 'V', 'C', 'M', 'H');
        assertThat(read.fatal()).isFalse();
        assertThat(ErrorFields.of("FATAL", "57P01", "bye").fatal()).isTrue();
    }

    @Test
    void writesAndReadsSmallBackendMessages() {
        for (Status status : Status.values()) {
            assertThat(Status.read(status.write(HEAP))).isEqualTo(status);
        }
        for (int version : List.of(StartupPacket.VERSION_3_0, StartupPacket.VERSION_3_2)) {
            var key = new KeyData(7, CancelKey.random(version, new SecureRandom()));
            assertThat(KeyData.read(key.write(HEAP))).isEqualTo(key).isNotEqualTo(KeyData.NONE);
        }
        var key = KeyData.read(ByteBufs.frame('K', "\0\0\0\7secret"));
        assertThat(key.toString()).doesNotContain("secret");
        var notification = new Notification(1, "news", "hello");
        assertThat(Notification.read(notification.write(HEAP))).isEqualTo(notification);
        assertThat(ParameterStatus.read(ByteBufs.frame('S', "a\0b\0")))
                .isEqualTo(new ParameterStatus("a", "b"));
    }

    @Test
    void countsRowsByTheTag() {
        assertThat(CommandComplete.read(ByteBufs.frame('C', "INSERT 0 5\0")).rows()).isEqualTo(5);
        assertThat(new CommandComplete("SELECT 12").rows()).isEqualTo(12);
        assertThat(new CommandComplete("CREATE TABLE").rows()).isEqualTo(-1);
        assertThat(new CommandComplete("").rows()).isEqualTo(-1);
        assertThat(new CommandComplete("SELECT 99999999999999999999").rows()).isEqualTo(-1);
    }

    @Test
    void writesAndReadsStartupPackets() {
        var startup = new StartupPacket.Startup(StartupPacket.VERSION_3_0, Map.of("user", "ann"));
        ByteBuf bytes = Unpooled.buffer();
        startup.write(bytes);
        for (int length = 0; length < bytes.readableBytes(); length++) {
            assertThat(StartupPacket.next(bytes.slice(0, length), 1000, 10)).isEmpty();
        }
        assertThat(StartupPacket.next(bytes.duplicate(), 1000, 10)).contains(startup);
        assertThatThrownBy(() -> StartupPacket.next(bytes.duplicate(), 8, 10))
                .isInstanceOf(ProtocolViolation.class);
        assertThatThrownBy(() -> StartupPacket.next(bytes.duplicate(), 1000, 0))
                .isInstanceOf(ProtocolViolation.class);
    }

    @Test
    void writesAndReadsCancelRequestsWithKeysOfAnyLengthThatThereMayBe() {
        for (int length : List.of(4, 32, 256)) {
            ByteBuf bytes = cancel(length);
            StartupPacket packet = StartupPacket.next(bytes.duplicate(), 1000, 10).orElseThrow();
            ByteBuf again = Unpooled.buffer();
            ((StartupPacket.Cancel) packet).write(again);
            assertThat(again).isEqualTo(bytes);
        }
        for (int length : List.of(0, 3, 257)) {
            assertThatThrownBy(() -> StartupPacket.next(cancel(length), 1000, 10))
                    .isInstanceOf(ProtocolViolation.class);
        }
    }

    private static ByteBuf cancel(int keyBytes) {
        return Unpooled.buffer()
                .writeInt(12 + keyBytes)
                .writeInt(StartupPacket.CANCEL_CODE)
                .writeInt(7)
                .writeBytes("k".repeat(keyBytes).getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void refusesOldProtocols() {
        ByteBuf bytes = Unpooled.buffer().writeInt(9).writeInt(2 << 16).writeByte(0);
        assertThatThrownBy(() -> StartupPacket.next(bytes, 1000, 10))
                .hasMessageContaining("version 2");
    }

    @Test
    void readsWhatServersAskOfClients() {
        assertThat(Authentication.read(ByteBufs.frame('R', "\0\0\0\0")))
                .isEqualTo(new Authentication.Ok());
        assertThat(Authentication.read(ByteBufs.frame('R', "\0\0\0\12SCRAM-SHA-256\0\0")))
                .isEqualTo(new Authentication.Sasl(List.of("SCRAM-SHA-256")));
        assertThat(Authentication.read(ByteBufs.frame('R', "\0\0\0\3")))
                .isEqualTo(new Authentication.Cleartext());
        assertThat(Authentication.read(ByteBufs.frame('R', "\0\0\0\5salt")))
                .isEqualTo(new Authentication.Md5());
        assertThat(Authentication.read(ByteBufs.frame('R', "\0\0\0\7")))
                .isEqualTo(new Authentication.Unsupported(7));
    }
}
