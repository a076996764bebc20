package org.affidavit.sessionlog.transcript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.affidavit.sessionlog.event.Payload;
import org.affidavit.sessionlog.event.WireFrame;
import org.affidavit.sessionlog.event.WireFrame.Direction;
import org.affidavit.sessionlog.transcript.Frame.Cell;
import org.junit.jupiter.api.Test;

class PostgresDecoderTest {
    private static final long SEED = Long.getLong("tests.seed", 20261122L);

    private final PostgresDecoder decoder = new PostgresDecoder();

    @Test
    void showsAPreparedStatementWithItsParametersWhenItRunsAgain() {
        decode(asked(parse("s1", "SELECT $1, $2", 23, 25)), answered(message('1', "")));
        var frames =
                decode(
                        asked(bind("", "s1", new byte[][] {{0, 0, 0, 7}, null}, 1)),
                        asked(execute("")),
                        asked(message('S', "")));
        assertThat(frames)
                .containsExactly(
                        new Frame.Statement(
                                9,
                                Instant.EPOCH,
                                "SELECT $1, $2",
                                List.of(Optional.of("7"), Optional.empty())));
    }

    @Test
    void showsAOneShotExtendedCommandOnce() {
        var frames =
                decode(
                        asked(parse("", "SELECT 1")),
                        asked(bind("", "", new byte[][] {}, 0)),
                        asked(execute("")));
        assertThat(frames).hasSize(1).first().isInstanceOf(Frame.Statement.class);
    }

    @Test
    void readsBinaryValuesByTheirTypes() {
        assertThat(value("00000007", 23)).isEqualTo("7");
        assertThat(value("fffffffffffffffe", 20)).isEqualTo("-2");
        assertThat(value("01", 16)).isEqualTo("t");
        assertThat(value("00000001", 1082)).isEqualTo("2000-01-02");
        assertThat(value("00000000000f4240", 1114)).isEqualTo("2000-01-01 00:00:01");
        assertThat(value("0002000000000002007b1194", 1700)).isEqualTo("123.45");
        assertThat(value("0001ffff4000000407d0", 1700)).isEqualTo("-0.2000");
        assertThat(value("0000000000004000e000000000000001", 2950))
                .isEqualTo("00000000-0000-4000-e000-000000000001");
        assertThat(value("017b7d", 3802)).isEqualTo("{}");
    }

    @Test
    void showsBytesOfATypeItCannotReadAsBytes() {
        assertThat(PostgresValues.cell(new byte[] {1, 2}, 9_999, 1)).isInstanceOf(Cell.Bytes.class);
        assertThat(PostgresValues.cell(new byte[] {(byte) 0xff}, 25, 0))
                .isInstanceOf(Cell.Bytes.class);
    }

    @Test
    void cutsALargeResultIntoGridsOfAHundredRows() {
        var rows = new ByteArrayOutputStream();
        rows.writeBytes(rowDescription("n", 25));
        for (int i = 0; i < 250; i++) {
            rows.writeBytes(dataRow("v" + i));
        }
        decode(asked(message('Q', "SELECT n\0")));
        var grids = decode(answered(rows.toByteArray()));
        assertThat(grids)
                .extracting(frame -> ((Frame.Grid) frame).rows().size())
                .containsExactly(100, 100, 50);
        assertThat(grids)
                .extracting(frame -> ((Frame.Grid) frame).firstRow())
                .containsExactly(0L, 100L, 200L);
    }

    @Test
    void keepsWhatItCannotReadAsRawBytes() {
        byte[] torn = {'D', 0, 0, 1, 0, 5};
        assertThat(decode(answered(torn)))
                .singleElement()
                .isInstanceOfSatisfying(
                        Frame.Raw.class, raw -> assertThat(raw.bytes()).isEqualTo(torn));
        assertThat(decode(answered(message('y', "?"))))
                .singleElement()
                .isInstanceOf(Frame.Raw.class);
    }

    @Test
    void neverThrowsOnHostileBytes() {
        var random = new Random(SEED);
        byte[] types = "QPBEDCHSTIENZ123nstdGWcK".getBytes(StandardCharsets.US_ASCII);
        for (int round = 0; round < 20_000; round++) {
            var body = new byte[random.nextInt(40)];
            random.nextBytes(body);
            byte type = types[random.nextInt(types.length)];
            byte[] message =
                    ByteBuffer.allocate(5 + body.length)
                            .put(type)
                            .putInt(random.nextInt(8) == 0 ? random.nextInt() : 4 + body.length)
                            .put(body)
                            .array();
            var direction = random.nextBoolean() ? Direction.FROM_AGENT : Direction.TO_AGENT;
            assertThatCode(() -> decode(new WireFrame(direction, 0, message)))
                    .as(
                            "-Dtests.seed=%d round %d: %s",
                            SEED, round, HexFormat.of().formatHex(message))
                    .doesNotThrowAnyException();
        }
    }

    private static String value(String hex, long type) {
        return ((Cell.Value) PostgresValues.cell(HexFormat.of().parseHex(hex), type, 1)).text();
    }

    private List<Frame> decode(WireFrame... frames) {
        return new ArrayList<>(decoder.decode(9, Instant.EPOCH, new Payload(List.of(frames))));
    }

    private static WireFrame asked(byte[] bytes) {
        return new WireFrame(Direction.FROM_AGENT, 0, bytes);
    }

    private static WireFrame answered(byte[] bytes) {
        return new WireFrame(Direction.TO_AGENT, 0, bytes);
    }

    private static byte[] message(char type, String body) {
        return message(type, body.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] message(char type, byte[] body) {
        return ByteBuffer.allocate(5 + body.length)
                .put((byte) type)
                .putInt(4 + body.length)
                .put(body)
                .array();
    }

    private static byte[] parse(String name, String sql, int... types) {
        byte[] text = (name + "\0" + sql + "\0").getBytes(StandardCharsets.UTF_8);
        var body = ByteBuffer.allocate(text.length + 2 + 4 * types.length);
        body.put(text).putShort((short) types.length);
        for (int type : types) {
            body.putInt(type);
        }
        return message('P', body.array());
    }

    private static byte[] bind(String portal, String statement, byte[][] values, int format) {
        var body = ByteBuffer.allocate(1_000);
        body.put((portal + "\0" + statement + "\0").getBytes(StandardCharsets.UTF_8));
        body.putShort((short) 1).putShort((short) format).putShort((short) values.length);
        for (byte[] value : values) {
            if (value == null) {
                body.putInt(-1);
            } else {
                body.putInt(value.length).put(value);
            }
        }
        body.putShort((short) 0);
        var exact = new byte[body.position()];
        body.flip().get(exact);
        return message('B', exact);
    }

    private static byte[] execute(String portal) {
        return message('E', portal + "\0\0\0\0\0");
    }

    private static byte[] rowDescription(String name, int type) {
        byte[] text = (name + "\0").getBytes(StandardCharsets.UTF_8);
        return message(
                'T',
                ByteBuffer.allocate(2 + text.length + 18)
                        .putShort((short) 1)
                        .put(text)
                        .putInt(0)
                        .putShort((short) 0)
                        .putInt(type)
                        .putShort((short) -1)
                        .putInt(-1)
                        .putShort((short) 0)
                        .array());
    }

    private static byte[] dataRow(String value) {
        byte[] text = value.getBytes(StandardCharsets.UTF_8);
        return message(
                'D',
                ByteBuffer.allocate(6 + text.length)
                        .putShort((short) 1)
                        .putInt(text.length)
                        .put(text)
                        .array());
    }
}
