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
import org.affidavit.sessionlog.transcript.SessionDecoder.Source;
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
    void showsTheRowsOfACopyAndWhatCameOfThem() {
        decode(asked(message('Q', "COPY t FROM STDIN\0")));
        var rows =
                decode(
                        answered(message('G', "\0\0\0")),
                        asked(message('d', "1\n")),
                        asked(message('c', "")));
        var end = decode(answered(message('C', "COPY 1\0")), answered(message('Z', "I")));
        assertThat(rows)
                .extracting(frame -> ((Frame.Raw) frame).what())
                .containsExactly("copying begins", "copied data");
        assertThat(end).singleElement().isInstanceOf(Frame.Completed.class);
    }

    @Test
    void showsEachAnswerOfAPipelineUnderItsOwnStatement() {
        decode(
                1,
                true,
                asked(parse("", "SELECT id FROM a")),
                asked(bind("", "", new byte[][] {}, 0, 1)),
                asked(describe('P', "")),
                asked(execute("")));
        decode(
                2,
                true,
                asked(parse("", "SELECT name FROM b")),
                asked(bind("", "", new byte[][] {}, 0)),
                asked(describe('P', "")),
                asked(execute("")),
                asked(message('S', "")));
        var first =
                decode(
                        1,
                        true,
                        answered(message('1', "")),
                        answered(message('2', "")),
                        answered(rowDescription("id", 23)),
                        answered(dataRow("\0\0\0\7")),
                        answered(message('C', "SELECT 1\0")));
        var second =
                decode(
                        2,
                        true,
                        answered(rowDescription("name", 25)),
                        answered(dataRow("Ada")),
                        answered(message('C', "SELECT 1\0")),
                        answered(message('Z', "I")));
        assertThat(cells(first)).containsExactly("id int4 = 7");
        assertThat(cells(second)).containsExactly("name text = Ada");
    }

    @Test
    void showsRowsOfAnExecuteThatWasDescribedInAnEarlierCommand() {
        decode(asked(parse("s1", "SELECT n")), asked(describe('S', "s1")));
        decode(answered(message('t', "\0\0")), answered(rowDescription("n", 23)));
        decode(2, true, asked(bind("", "s1", new byte[][] {}, 0, 1)), asked(execute("")));
        assertThat(cells(decode(2, true, answered(dataRow("\0\0\0\7")))))
                .containsExactly("n int4 = 7");
    }

    @Test
    void showsTextRowsWhoseColumnsWereNeverDescribed() {
        decode(
                asked(parse("", "SELECT n")),
                asked(bind("", "", new byte[][] {}, 0)),
                asked(execute("")));
        assertThat(decode(answered(dataRow("Ada"))))
                .singleElement()
                .isInstanceOfSatisfying(
                        Frame.Grid.class,
                        grid ->
                                assertThat(grid.rows())
                                        .containsExactly(List.of(new Cell.Value("Ada"))));
    }

    @Test
    void doesNotTakeARefusedStatementForTheOneOfItsNameThatRan() {
        decode(1, true, asked(parse("", "SELECT 1")), asked(message('S', "")));
        decode(2, false, asked(parse("", "DROP TABLE a")), asked(message('S', "")));
        assertThat(
                        statements(
                                decode(
                                        3,
                                        true,
                                        asked(bind("", "", new byte[][] {}, 0)),
                                        asked(execute("")))))
                .containsExactly("SELECT 1");
    }

    @Test
    void showsARefusedStatementToTheRestOfItsOwnSeries() {
        decode(1, false, asked(parse("", "DROP TABLE a")));
        assertThat(
                        statements(
                                decode(
                                        2,
                                        false,
                                        asked(bind("", "", new byte[][] {}, 0)),
                                        asked(execute("")))))
                .containsExactly("DROP TABLE a");
    }

    @Test
    void saysThatAPortalIsNotOnRecordAndNotWhatRanBefore() {
        decode(asked(message('Q', "SELECT 1\0")));
        assertThat(statements(decode(2, true, asked(execute("c1")))))
                .containsExactly("(portal \"c1\", not on record)");
    }

    @Test
    void keepsEveryStatementOfACommandThatRunsTwo() {
        assertThat(
                        statements(
                                decode(
                                        asked(parse("", "SELECT 1")),
                                        asked(bind("", "", new byte[][] {}, 0)),
                                        asked(execute("")),
                                        asked(parse("", "SELECT 2")),
                                        asked(bind("", "", new byte[][] {}, 0)),
                                        asked(execute("")))))
                .containsExactly("SELECT 1", "SELECT 2");
    }

    @Test
    void countsRowsOnWhenAPortalIsRunAgain() {
        decode(
                asked(parse("", "SELECT n")),
                asked(bind("c", "", new byte[][] {}, 0)),
                asked(execute("c")));
        decode(answered(dataRow("a")), answered(dataRow("b")), answered(message('s', "")));
        decode(2, true, asked(execute("c")));
        assertThat(decode(2, true, answered(dataRow("c"))))
                .singleElement()
                .isInstanceOfSatisfying(
                        Frame.Grid.class, grid -> assertThat(grid.firstRow()).isEqualTo(2));
    }

    @Test
    void showsWhatTheTargetSaysByItself() {
        assertThat(
                        decode(
                                answered(message('S', "application_name\0Ada\0")),
                                answered(message('A', "\0\0\0\1news\0come\0"))))
                .extracting(frame -> ((Frame.Message) frame).text())
                .containsExactly("application_name = Ada", "news: come");
    }

    @Test
    void showsBytesBehindTheEndOfAMessage() {
        assertThat(decode(asked(message('S', "hidden"))))
                .singleElement()
                .isInstanceOfSatisfying(
                        Frame.Raw.class, raw -> assertThat(raw.bytes()).asHexString().isNotEmpty());
        assertThat(decode(asked(message('Q', "SELECT 1\0hidden")))).hasSize(2);
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
    void readsDatesAndNumbersThatAreNone() {
        assertThat(value("7fffffff", 1082)).isEqualTo("infinity");
        assertThat(value("80000000", 1082)).isEqualTo("-infinity");
        assertThat(value("7fffffffffffffff", 1184)).isEqualTo("infinity");
        assertThat(value("8000000000000000", 1114)).isEqualTo("-infinity");
        assertThat(value("00000000c0000000", 1700)).isEqualTo("NaN");
        assertThat(value("00000000f0000000", 1700)).isEqualTo("-Infinity");
        assertThat(value("fff4dbf9", 1082)).isEqualTo("0001-01-01");
        assertThat(value("fff4dbf8", 1082)).isEqualTo("0001-12-31 BC");
    }

    @Test
    void writesNumbersWithAFloatingPointAsPostgresDoes() {
        assertThat(floating(1)).isEqualTo("1");
        assertThat(floating(-0.1)).isEqualTo("-0.1");
        assertThat(floating(0.00012)).isEqualTo("0.00012");
        assertThat(floating(0.000012)).isEqualTo("1.2e-05");
        assertThat(floating(123_456_789_012_345.0)).isEqualTo("123456789012345");
        assertThat(floating(1.5e300)).isEqualTo("1.5e+300");
        assertThat(floating(-0.0)).isEqualTo("-0");
        assertThat(floating(Double.NEGATIVE_INFINITY)).isEqualTo("-Infinity");
        assertThat(value("49742400", 700)).isEqualTo("1e+06");
        assertThat(value("3dcccccd", 700)).isEqualTo("0.1");
    }

    @Test
    void writesBytesAndTimes() {
        assertThat(value("00ff", 17)).isEqualTo("\\x00ff");
        assertThat(value("0000000000000001", 1083)).isEqualTo("00:00:00.000001");
        assertThat(PostgresValues.read(new byte[] {127, 0, 0, 0, 0, 0, 0, 0}, 1083, 1)).isEmpty();
        assertThat(PostgresValues.read(new byte[] {'4', '2'}, 25, 2)).isEmpty();
    }

    @Test
    void readsAParameterByTheTypeThatTheTargetTold() {
        decode(
                asked(parse("s", "SELECT $1")),
                asked(describe('S', "s")),
                answered(message('t', new byte[] {0, 1, 0, 0, 0, 23})));
        assertThat(
                        decode(
                                asked(bind("", "s", new byte[][] {{0, 0, 0, 42}}, 1)),
                                asked(execute(""))))
                .first()
                .isInstanceOfSatisfying(
                        Frame.Statement.class,
                        statement ->
                                assertThat(statement.parameters())
                                        .containsExactly(Optional.of("42")));
    }

    @Test
    void doesNotTakeAParameterOfTheTypeUnknownForAText() {
        decode(asked(parse("s", "SELECT $1 + 1", 705)));
        assertThat(
                        decode(
                                asked(bind("", "s", new byte[][] {{0, 0, 0, 42}}, 1)),
                                asked(execute(""))))
                .first()
                .isInstanceOfSatisfying(
                        Frame.Statement.class,
                        statement ->
                                assertThat(statement.parameters())
                                        .containsExactly(Optional.of("\\x0000002a")));
    }

    @Test
    void writesANumberOfVeryManyDigitsShort() {
        assertThat(value("0001270f000000000001", 1700)).isEqualTo("1E+39996");
        assertThat(value("0001800000002710" + "0001", 1700)).hasSizeLessThan(20);
    }

    @Test
    void showsAValueWithBytesLeftOverAsBytes() {
        assertThat(PostgresValues.cell(new byte[] {0, 0, 0, 7, 1}, 23, 1))
                .isInstanceOf(Cell.Bytes.class);
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

    private static String floating(double number) {
        return value(HexFormat.of().toHexDigits(Double.doubleToLongBits(number)), 701);
    }

    private static String value(String hex, long type) {
        return ((Cell.Value) PostgresValues.cell(HexFormat.of().parseHex(hex), type, 1)).text();
    }

    private List<Frame> decode(WireFrame... frames) {
        return decode(1, true, frames);
    }

    private List<Frame> decode(int command, boolean forwarded, WireFrame... frames) {
        var source = new Source(9, Instant.EPOCH, command, forwarded);
        return new ArrayList<>(decoder.decode(source, new Payload(List.of(frames))));
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

    private static List<String> statements(List<Frame> frames) {
        return frames.stream()
                .filter(Frame.Statement.class::isInstance)
                .map(frame -> ((Frame.Statement) frame).text())
                .toList();
    }

    /// Each value of one-column grids, with its column.
    private static List<String> cells(List<Frame> frames) {
        return frames.stream()
                .filter(Frame.Grid.class::isInstance)
                .map(Frame.Grid.class::cast)
                .flatMap(grid ->
                        grid.rows().stream()
                                .map(row ->
                                        grid.columns().getFirst().name()
                                                + " "
                                                + grid.columns().getFirst().type()
                                                + " = "
                                                + ((Cell.Value) row.getFirst()).text()))
                .toList();
    }

    private static byte[] describe(char kind, String name) {
        return message('D', kind + name + "\0");
    }

    private static byte[] bind(
            String portal, String statement, byte[][] values, int format, int... results) {
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
        body.putShort((short) results.length);
        for (int result : results) {
            body.putShort((short) result);
        }
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
