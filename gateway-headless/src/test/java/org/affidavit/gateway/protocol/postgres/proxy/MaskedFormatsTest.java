package org.affidavit.gateway.protocol.postgres.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.affidavit.gateway.masking.MaskingBook;
import org.affidavit.gateway.policy.MaskingRule;
import org.affidavit.gateway.policy.MaskingRule.Detector;
import org.affidavit.gateway.policy.MaskingRule.Keep;
import org.affidavit.gateway.protocol.postgres.proxy.InMemoryRecorder.Delivered;
import org.affidavit.gateway.protocol.postgres.proxy.InMemoryRecorder.Finished;
import org.affidavit.sessionlog.event.SessionEvent.MaskedColumn;
import org.affidavit.sessionlog.event.WireFrame;
import org.affidavit.sessionlog.event.WireFrame.Direction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;

/// An address and a card in values of every type, on every way that values take to an agent.
class MaskedFormatsTest {
    private static final String CARD = "4242424242424242";

    private TestGateway gateway;

    @BeforeEach
    void start() throws Exception {
        EmbeddedTarget.shared()
                .run(
                        "CREATE SCHEMA formats",
                        "CREATE TYPE formats.who AS (name text, mail text)",
                        "CREATE DOMAIN formats.mail AS text",
                        "CREATE TABLE formats.docs (id int, doc jsonb, loose json, note text)",
                        "INSERT INTO formats.docs VALUES (1,"
                                + " '{\"a\": {\"mail\": \"b@example.com\", \"n\": 7},"
                                + " \"list\": [{\"iban\": \"x\"}, {\"iban\": 5}], \"keep\": true}',"
                                + " '{\"A\": {\"Mail\": [1, 2]}, \"z\": 1.10}', 'plain')",
                        "ALTER ROLE postgres SET search_path TO formats");
        gateway =
                TestGateway.start(options ->
                        options.real(
                                new MaskingBook(
                                                List.of(
                                                        rule("doc", List.of("$.a.mail", "$..iban")),
                                                        rule("loose", List.of("$.a.mail")),
                                                        rule("note", List.of("$.a")),
                                                        detecting(
                                                                "people",
                                                                Keep.DOMAIN,
                                                                Detector.EMAIL),
                                                        detecting(
                                                                "money", Keep.NONE, Detector.CARD)))
                                        ::of));
        gateway.policy.onlyReads = false;
        gateway.policy.unseen = true;
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
        EmbeddedTarget.shared()
                .run("ALTER ROLE postgres RESET search_path", "DROP SCHEMA formats CASCADE");
    }

    private static MaskingRule rule(String column, List<String> paths) {
        return new MaskingRule(
                column,
                "policy.yaml:1",
                "masked-db",
                List.of("formats.docs." + column),
                paths,
                Set.of(),
                Keep.NONE);
    }

    private static MaskingRule detecting(String id, Keep keep, Detector detector) {
        return new MaskingRule(
                id, "policy.yaml:2", "*", List.of(), List.of(), Set.of(detector), keep);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'ada@example.com'::text",
                "'ada@example.com'::varchar(40)",
                "'ada@example.com'::char(40)",
                "'ada@example.com'::name",
                "'ada@example.com'::formats.mail",
                "'ada@example.com'::bytea",
                "convert_to('to ada@example.com', 'UTF8')",
                "'<a>ada@example.com</a>'::xml",
                "'<a>ada&#64;example.com</a>'::xml",
                "'<a>ada&#x40;example.com</a>'::xml",
                "'{\"a\": \"ada@example.com\"}'::json",
                "'{\"a\": \"ada\\u0040example.com\"}'::json",
                "'{\"a\": \"ada\\u0040example.com\"}'::jsonb",
                "'{\"ada@example.com\": 1}'::jsonb",
                "'{\"a\": 4242424242424242}'::jsonb",
                "'{\"a\": 4242424242424242}'::json",
                "'{\"a\": \"x\\t4242424242424242\"}'::json",
                "'{\"a\": \"ada\\u0040example.com\"}'::text",
                "'{\"a\": \"{\\\"b\\\": \\\"ada\\\\u0040example.com\\\"}\"}'::json",
                "4242424242424242::bigint",
                "4242424242424242::numeric",
                "array['x', 'ada@example.com']",
                "array[['x', 'y'], ['ada@example.com', null]]",
                "array['\"', E'\\\\', 'ada@example.com,{}']",
                "array[1, 4242424242424242]::bigint[]",
                "array[1.5, 4242424242424242.25]::numeric[]",
                "array['{\"a\": \"ada\\u0040example.com\"}']::json[]",
                "array['ada@example.com'::bytea]",
                "array['ada@example.com'::formats.mail]",
                "row(1, 'ada@example.com', null)",
                "row(4242424242424242::bigint, 'x')",
                "row('x', row('y', 'ada@example.com'))",
                "row('x', array['ada@example.com'])",
                "row('x', array[4242424242424242])",
                "row('x', '{\"a\": \"ada\\u0040example.com\"}'::json)",
                "row('x', 'ada@example.com'::bytea)",
                "('x', 'ada@example.com')::formats.who",
                "array[('x', 'ada@example.com')::formats.who]",
                "array[row('x', 'ada@example.com')]",
                "to_tsvector('simple', 'ada@example.com')",
                "'ada@example.com'::refcursor",
            })
    void noFormShowsWhatTheDetectorsFind(String value) throws Exception {
        String select = "SELECT 1 AS one, " + value + " AS it";
        try (var connection = gateway.connect("plain-db")) {
            connection.setAutoCommit(false);
            run(connection, select);
            run(connection, "SET bytea_output = escape", select);
            for (String options : List.of("", " (FORMAT csv)", " (FORMAT binary)")) {
                copy(connection, "COPY (" + select + ") TO STDOUT" + options);
            }
        }
        binary("plain-db", select);
        String shown = delivered();
        assertThat(shown)
                .contains("one")
                .doesNotContain("ada@", "ada\\u0040", "ada&#", CARD, hex("ada@"))
                .doesNotContain(
                        new String(
                                ByteBuffer.allocate(8).putLong(Long.parseLong(CARD)).array(),
                                ISO_8859_1))
                .doesNotContain("\u0010\u0092".repeat(4));
        assertThat(masked()).containsAnyOf("people", "money");
    }

    /// A cursor decides on the format only where nothing else does.
    private void binary(String resource, String select) throws Exception {
        try (var connection = gateway.connect(resource, "preferQueryMode", "simple")) {
            connection.setAutoCommit(false);
            run(connection, "DECLARE c BINARY CURSOR FOR " + select, "FETCH c");
        }
    }

    private static String hex(String text) {
        return text.chars().mapToObj(Integer::toHexString).collect(Collectors.joining());
    }

    private static void run(Connection connection, String... sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            for (String one : sql) {
                statement.execute(one);
            }
        }
    }

    /// What nobody can read is not copied.
    private static void copy(Connection connection, String sql) throws Exception {
        var copies = connection.unwrap(PGConnection.class).getCopyAPI();
        try {
            copies.copyOut(sql, new ByteArrayOutputStream());
        } catch (SQLException e) {
            assertThat(e.getMessage()).contains("It is not known which statement copies");
            connection.rollback();
        }
    }

    private String delivered() {
        var frames = new ArrayList<WireFrame>();
        gateway.recorder.all(Delivered.class).forEach(part -> frames.addAll(part.frames()));
        gateway.recorder.all(Finished.class).forEach(end -> frames.addAll(end.frames()));
        return frames.stream()
                .filter(frame -> frame.direction() == Direction.TO_AGENT)
                .map(frame -> new String(frame.bytes(), ISO_8859_1))
                .collect(Collectors.joining());
    }

    private Set<String> masked() {
        return gateway.recorder.all(Finished.class).stream()
                .flatMap(end -> end.masked().stream())
                .map(MaskedColumn::rule)
                .collect(Collectors.toSet());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    'to ada@example.com'                       | to ****@example.com
                    array['x', 'ada@example.com', null]        | {x,"****@example.com",NULL}
                    array[1, 4242424242424242]::bigint[]       | {1,NULL}
                    '[3:4]={"a\\"b",ada@example.com}'::text[]  | [3:4]={"a\\"b","****@example.com"}
                    '{"b": ["ada@example.com", 1.10]}'::jsonb  | {"b":["****@example.com",1.10]}
                    '{"c": 4242424242424242, "c": 1}'::json    | {"c":null,"c":1}
                    row('a"b', 'ada@example.com', 3)           | ("a""b",,3)
                    '<a>ada@example.com</a>'::xml              | <a>****@example.com</a>
                    array['{"a":"ada@example.com"}']::json[]   | {"{\\"a\\":\\"****@example.com\\"}"}
                    """)
    void theRestOfAValueStays(String value, String shown) throws Exception {
        assertThat(text("plain-db", "SELECT " + value)).isEqualTo(shown);
    }

    private String text(String resource, String sql) throws Exception {
        try (var connection = gateway.connect(resource);
                var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            assertThat(row.next()).isTrue();
            return row.getString(1);
        }
    }

    @Test
    void everyRuleThatFindsSomethingInAValueIsOnRecord() throws Exception {
        assertThat(text("plain-db", "SELECT 'ada@example.com pays by " + CARD + "'"))
                .isEqualTo("****@example.com pays by [masked]");
        assertThat(masked()).containsExactlyInAnyOrder("people", "money");
    }

    @Test
    void aPathMasksMembersOfADocumentAndDetectorsTheRest() throws Exception {
        assertThat(text("masked-db", "SELECT doc FROM docs"))
                .isEqualTo(
                        "{\"a\":{\"n\":7,\"mail\":\"[masked]\"},\"keep\":true,"
                                + "\"list\":[{\"iban\":\"[masked]\"},{\"iban\":null}]}");
        assertThat(text("masked-db", "SELECT loose FROM docs"))
                .isEqualTo("{\"A\":{\"Mail\":null},\"z\":1.10}");
    }

    @Test
    void whatHasAPathAndIsNoDocumentIsMaskedWhole() throws Exception {
        assertThat(text("masked-db", "SELECT note FROM docs")).isEqualTo("[masked]");
        assertThat(text("masked-db", "SELECT doc -> 'a' FROM docs")).isNull();
        assertThat(text("masked-db", "SELECT doc -> 'a' AS doc FROM docs")).isNull();
        assertThat(text("masked-db", "SELECT doc ->> 'keep' FROM docs")).isEqualTo("[masked]");
        assertThat(text("masked-db", "SELECT array[doc] FROM docs")).isNull();
    }

    @Test
    void aPathIsFollowedInBinaryFormatToo() throws Exception {
        binary("masked-db", "SELECT doc FROM docs");
        assertThat(delivered())
                .contains("\u0001{\"a\":{\"n\":7,\"mail\":\"[masked]\"}")
                .doesNotContain("example.com");
    }
}
