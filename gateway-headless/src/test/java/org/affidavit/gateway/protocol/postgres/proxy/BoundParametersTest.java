package org.affidavit.gateway.protocol.postgres.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.affidavit.gateway.masking.MaskingBook;
import org.affidavit.gateway.policy.Parameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What policy hears of the values that clients bind.
class BoundParametersTest {
    private static final int TEXT = 0;
    private static final int BINARY = 1;
    private static final byte[] FORTY_TWO = {0, 0, 0, 42};

    private final Queue<Parameters> seen = new ConcurrentLinkedQueue<>();
    private TestGateway gateway;

    @BeforeEach
    void start() throws Exception {
        var masking = new MaskingBook(List.of());
        gateway = TestGateway.start(options -> options.real(masking::of));
        gateway.policy.asked =
                facts -> facts.statements().forEach(each -> seen.add(each.parameters()));
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    /// Fills in the values of a statement.
    private interface Filling {
        void fill(PreparedStatement statement) throws Exception;
    }

    private Optional<List<Optional<String>>> asPgjdbcSends(String sql, Filling filling)
            throws Exception {
        try (var connection = gateway.connect("plain-db", "prepareThreshold", "-1");
                var statement = connection.prepareStatement(sql)) {
            filling.fill(statement);
            statement.execute();
        }
        return last();
    }

    private Optional<List<Optional<String>>> last() {
        return last(seen).told();
    }

    @Test
    void readsWhatADriverBindsInBinaryForm() throws Exception {
        assertThat(
                        asPgjdbcSends(
                                "SELECT ?, ?, ?, ?, ?::uuid, ?",
                                statement -> {
                                    statement.setInt(1, 42);
                                    statement.setLong(2, -7L);
                                    statement.setShort(3, (short) 3);
                                    statement.setDouble(4, 2.5);
                                    statement.setObject(
                                            5,
                                            UUID.fromString(
                                                    "00000000-0000-0000-0000-00000000002a"));
                                    statement.setBytes(6, new byte[] {0, (byte) 0xff});
                                }))
                .hasValue(
                        List.of(
                                Optional.of("42"),
                                Optional.of("-7"),
                                Optional.of("3"),
                                Optional.of("2.5"),
                                Optional.of("00000000-0000-0000-0000-00000000002a"),
                                Optional.of("\\x00ff")));
    }

    @Test
    void readsWhatADriverBindsInTextForm() throws Exception {
        assertThat(
                        asPgjdbcSends(
                                "SELECT ?::text, ?::text, ?::numeric, ?::date, ?::timestamp",
                                statement -> {
                                    statement.setString(1, "it's");
                                    statement.setNull(2, Types.VARCHAR);
                                    statement.setBigDecimal(3, new BigDecimal("1.50"));
                                    statement.setObject(4, LocalDate.of(2026, 11, 23));
                                    statement.setObject(5, LocalDateTime.of(2026, 1, 2, 3, 4));
                                }))
                .hasValue(
                        List.of(
                                Optional.of("it's"),
                                Optional.empty(),
                                Optional.of("1.50"),
                                Optional.of("2026-11-23"),
                                Optional.of("2026-01-02 03:04:00")));
    }

    @Test
    void readsBinaryValuesByTheTypesThatTheTargetTold() throws Exception {
        try (var client = RawClient.inSession(gateway, "plain-db")) {
            client.send(bytes -> {
                parse(bytes, "s", "SELECT $1 + 1");
                RawClient.put(bytes, 'D', body -> text(body, "Ss"));
                sync(bytes);
            });
            client.until('Z');
            run(client, "s", BINARY, FORTY_TWO);
        }
        assertThat(last()).hasValue(List.of(Optional.of("42")));
    }

    @Test
    void doesNotReadBinaryValuesOfTypesThatNobodyTold() throws Exception {
        try (var client = RawClient.inSession(gateway, "plain-db")) {
            client.send(bytes -> {
                parse(bytes, "s", "SELECT $1 + 1");
                sync(bytes);
            });
            client.until('Z');
            run(client, "s", BINARY, FORTY_TWO);
            assertThat(last()).isEmpty();
            run(client, "s", TEXT, "42".getBytes(StandardCharsets.US_ASCII));
            assertThat(last()).hasValue(List.of(Optional.of("42")));
        }
    }

    /// The target finds out what such a parameter is, and takes these bytes for 42.
    @Test
    void doesNotTakeBinaryValuesOfTheTypeUnknownForTexts() throws Exception {
        try (var client = RawClient.inSession(gateway, "plain-db")) {
            client.send(bytes -> {
                RawClient.put(
                        bytes,
                        'P',
                        body -> {
                            text(body, "s", "SELECT $1 + 1");
                            body.writeShort(1).writeInt(705);
                        });
                sync(bytes);
            });
            client.until('Z');
            client.send(bytes -> {
                bind(bytes, "s", BINARY, FORTY_TWO);
                execute(bytes);
                sync(bytes);
            });
            assertThat(client.until('Z')).anyMatch(message -> message.endsWith("43"));
        }
        assertThat(last()).isEmpty();
    }

    @Test
    void readsNoValueByTheTypesOfAStatementThatHadTheNameBefore() throws Exception {
        try (var client = RawClient.inSession(gateway, "plain-db")) {
            client.send(bytes -> {
                parse(bytes, "", "SELECT $1 + 1");
                RawClient.put(bytes, 'D', body -> text(body, "S"));
                parse(bytes, "", "SELECT $1::text");
                sync(bytes);
            });
            client.until('Z');
            run(client, "", BINARY, FORTY_TWO);
        }
        assertThat(last()).isEmpty();
    }

    @Test
    void everyRunHasItsOwnValues() throws Exception {
        try (var client = RawClient.inSession(gateway, "plain-db")) {
            client.send(bytes -> {
                parse(bytes, "s", "SELECT $1::text");
                bind(bytes, "s", TEXT, "a".getBytes(StandardCharsets.US_ASCII));
                execute(bytes);
                bind(bytes, "s", TEXT, "b".getBytes(StandardCharsets.US_ASCII));
                execute(bytes);
                sync(bytes);
            });
            client.until('Z');
        }
        assertThat(seen)
                .extracting(Parameters::told)
                .containsExactly(
                        Optional.of(List.of(Optional.of("a"))),
                        Optional.of(List.of(Optional.of("b"))));
    }

    @Test
    void oneBindIsReadOnceHoweverOftenItRuns() throws Exception {
        try (var client = RawClient.inSession(gateway, "plain-db")) {
            client.send(bytes -> {
                parse(bytes, "s", "SELECT $1::text");
                bind(bytes, "s", TEXT, "a".getBytes(StandardCharsets.US_ASCII));
                execute(bytes);
                execute(bytes);
                sync(bytes);
            });
            client.until('Z');
        }
        assertThat(seen).hasSize(2);
        assertThat(List.copyOf(seen).getFirst()).isSameAs(last(seen));
    }

    @Test
    void moreThanRulesMaySeeIsNotRead() throws Exception {
        try (var client = RawClient.inSession(gateway, "plain-db")) {
            client.send(bytes -> {
                parse(bytes, "s", "SELECT length($1::text)");
                sync(bytes);
            });
            client.until('Z');
            run(client, "s", TEXT, "x".repeat(65_536).getBytes(StandardCharsets.US_ASCII));
            assertThat(last()).isPresent();
            run(client, "s", TEXT, "x".repeat(65_537).getBytes(StandardCharsets.US_ASCII));
            assertThat(last()).isEmpty();
            run(client, "s", TEXT, "x".repeat(600_000).getBytes(StandardCharsets.US_ASCII));
            assertThat(last()).isEmpty();
        }
    }

    private static Parameters last(Queue<Parameters> all) {
        return List.copyOf(all).getLast();
    }

    private static void run(RawClient client, String statement, int format, byte[] value)
            throws Exception {
        client.send(bytes -> {
            bind(bytes, statement, format, value);
            execute(bytes);
            sync(bytes);
        });
        client.until('Z');
    }

    private static void parse(ByteBuf bytes, String name, String sql) {
        RawClient.put(
                bytes,
                'P',
                body -> {
                    text(body, name, sql);
                    body.writeShort(0);
                });
    }

    private static void bind(ByteBuf bytes, String statement, int format, byte[] value) {
        RawClient.put(
                bytes,
                'B',
                body -> {
                    text(body, "", statement);
                    body.writeShort(1).writeShort(format).writeShort(1);
                    body.writeInt(value.length).writeBytes(value).writeShort(0);
                });
    }

    private static void execute(ByteBuf bytes) {
        RawClient.put(
                bytes,
                'E',
                body -> {
                    text(body, "");
                    body.writeInt(0);
                });
    }

    private static void sync(ByteBuf bytes) {
        Consumer<ByteBuf> nothing = _ -> {};
        RawClient.put(bytes, 'S', nothing);
    }

    private static void text(ByteBuf bytes, String... texts) {
        RawClient.text(bytes, texts);
    }
}
