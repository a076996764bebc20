package org.affidavit.gateway.protocol.postgres.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.affidavit.gateway.masking.MaskingBook;
import org.affidavit.gateway.policy.MaskingRule;
import org.affidavit.gateway.policy.MaskingRule.Keep;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A real target with code of its own, behind a policy that allows only what is proven to read and
/// masks `customers.email`. Each spelling would get past a reading of the text alone.
class HiddenCodeTest {
    private static final List<String> SETUP =
            List.of(
                    "DROP SCHEMA IF EXISTS hidden CASCADE",
                    "CREATE SCHEMA hidden",
                    "ALTER ROLE postgres SET search_path = hidden, public",
                    "CREATE TABLE hidden.effects (what text)",
                    "CREATE SEQUENCE hidden.tickets",
                    "CREATE TABLE hidden.people (id int, email text, name text)",
                    "INSERT INTO hidden.people VALUES (1, 'ada@example.com', 'Ada')",
                    "CREATE VIEW hidden.seen AS SELECT id, email AS contact FROM hidden.people",
                    "CREATE FUNCTION hidden.refund(hidden.people) RETURNS int LANGUAGE sql VOLATILE"
                            + " AS $$ INSERT INTO hidden.effects VALUES ('refund') RETURNING 1 $$",
                    "CREATE FUNCTION hidden.purge(int) RETURNS int LANGUAGE sql VOLATILE"
                            + " AS $$ INSERT INTO hidden.effects VALUES ('purge') RETURNING 1 $$",
                    "CREATE FUNCTION hidden.lower(int) RETURNS int LANGUAGE sql VOLATILE"
                            + " AS $$ INSERT INTO hidden.effects VALUES ('lower') RETURNING 1 $$",
                    "CREATE FUNCTION hidden.both(int, text) RETURNS int LANGUAGE sql VOLATILE"
                            + " AS $$ INSERT INTO hidden.effects VALUES ('both') RETURNING 1 $$",
                    "CREATE OPERATOR hidden.+ (leftarg = int, rightarg = text, function ="
                            + " hidden.both)",
                    "CREATE TYPE hidden.mark AS (n int)",
                    "CREATE FUNCTION hidden.marked(int) RETURNS hidden.mark LANGUAGE sql VOLATILE"
                            + " AS $$ INSERT INTO hidden.effects VALUES ('marked') RETURNING"
                            + " ROW(1)::hidden.mark $$",
                    "CREATE CAST (int AS hidden.mark) WITH FUNCTION hidden.marked(int)",
                    "CREATE FUNCTION hidden.good(int) RETURNS bool LANGUAGE sql VOLATILE"
                            + " AS $$ INSERT INTO hidden.effects VALUES ('good') RETURNING true $$",
                    "CREATE DOMAIN hidden.checked AS int CHECK (hidden.good(VALUE))");

    private TestGateway gateway;

    @BeforeEach
    void start() throws Exception {
        EmbeddedTarget.shared().run(SETUP.toArray(String[]::new));
        var rule =
                new MaskingRule(
                        "mask-email",
                        "policy.yaml:1",
                        "*",
                        List.of("hidden.people.email"),
                        List.of(),
                        Set.of(),
                        Keep.NONE);
        var masking = new MaskingBook(List.of(rule));
        gateway = TestGateway.start(options -> options.real(masking::of));
        gateway.policy.onlyReads = true;
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
        EmbeddedTarget.shared()
                .run("ALTER ROLE postgres RESET search_path", "DROP SCHEMA hidden CASCADE");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "EXPLAIN (\"analyze\") DELETE FROM people",
                "EXPLAIN (analyze 'on') DELETE FROM people",
                "EXPLAIN DELETE FROM people",
                "SELECT p.refund FROM people p",
                "SELECT count(*) FROM people p WHERE p.refund IS NULL",
                "SELECT people.refund FROM hidden.people",
                "SELECT hidden.people.refund FROM hidden.people",
                "SELECT q.refund FROM (SELECT p FROM people p) AS x(q)",
                "SELECT (p).refund FROM people p",
                "SELECT (1).purge",
                "SELECT (1::int).purge",
                "SELECT (ARRAY[1])[1].purge",
                "SELECT ('tickets'::regclass).nextval",
                "SELECT g.nextval FROM to_regclass('tickets') g",
                "SELECT g.purge FROM generate_series(1, 2) g",
                "SELECT g.pg_sleep FROM generate_series(1, 2) g",
                "SELECT lower(1)",
                "SELECT 1 + 'x'::text",
                "SELECT p.id FROM people p ORDER BY p.refund",
                "SELECT g.ts_stat FROM unnest(ARRAY['SELECT 1']) g",
                "VALUES ((1).purge)",
                "SELECT 1::mark",
                "SELECT id FROM people WHERE CAST(id AS hidden.mark) IS NULL",
                "SELECT mark(1)",
                "SELECT checked '1'",
                "SELECT '{1}'::checked[]",
                "SELECT '{1}'::_checked",
                "SELECT * FROM json_to_record('{\"a\": 1}') AS t(a checked)",
                "PREPARE p AS SELECT 1::hidden.mark",
            })
    void codeOfTheTargetIsNotTakenForReading(String sql) throws Exception {
        try (var connection = gateway.connect("plain-db");
                var statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute(sql))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            refusal -> assertThat(refusal.getSQLState()).isEqualTo("42501"));
        }
        assertThat(EmbeddedTarget.shared().count("SELECT count(*) FROM hidden.effects")).isZero();
        assertThat(EmbeddedTarget.shared().count("SELECT count(*) FROM hidden.people")).isOne();
    }

    @ParameterizedTest
    @ValueSource(strings = {"checked", "checked[]", "mark"})
    void aParameterOfATypeThatCallsCodeIsNotTakenForReading(String type) throws Exception {
        int oid =
                (int)
                        EmbeddedTarget.shared()
                                .count("SELECT 'hidden." + type + "'::regtype::oid::bigint");
        try (var client = RawClient.inSession(gateway, "plain-db")) {
            client.send(bytes -> {
                RawClient.put(
                        bytes,
                        'P',
                        body -> {
                            RawClient.text(body, "", "SELECT $1 IS NULL");
                            body.writeShort(1).writeInt(oid);
                        });
                RawClient.put(bytes, 'S', _ -> {});
            });
            assertThat(client.until('Z').getFirst()).startsWith("E").contains("42501");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT replace(p.to_jsonb::text, '@', '#') FROM people p",
                "SELECT p.concat || '' FROM people p",
                "SELECT replace(contact, '@', '#') FROM seen",
                "SELECT contact || '' FROM hidden.seen",
                "SELECT mode() WITHIN GROUP (ORDER BY replace(email, '@', '#')) FROM people",
                "SELECT percentile_disc(0) WITHIN GROUP (ORDER BY replace(email, '@', '#'))"
                        + " FROM people",
                "SELECT 1 AS from, replace(email, '@', '#') FROM people",
                "SELECT 1 AS where, replace(email, '@', '#') FROM people",
                "SELECT replace(email, '@', '#')::regclass FROM people",
                "SELECT id FROM people WHERE replace(email, '@', '#')::regrole IS NULL",
                "SELECT has_table_privilege(replace(email, '@', '#'), 'select') FROM people",
                "SELECT replace(replace(email, '@', '#'), '.', '_')::regtype FROM people",
                "SELECT replace(email, '@', '#')::int FROM people",
                "SELECT query || '' FROM pg_stat_activity WHERE query LIKE '%ada#example%'",
                "SELECT query || '' FROM pg_catalog.pg_stat_activity",
            })
    void noSpellingShowsAMaskedValue(String sql) throws Exception {
        gateway.policy.onlyReads = false;
        try (var connection = gateway.connect("plain-db");
                var statement = connection.createStatement()) {
            var shown = new StringBuilder();
            try (var rows = statement.executeQuery(sql)) {
                while (rows.next()) {
                    for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                        shown.append(rows.getString(i)).append('\n');
                    }
                }
            } catch (SQLException error) {
                shown.append(error.getMessage());
            }
            assertThat(shown.toString()).doesNotContain("ada").doesNotContain("example");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PREPARE p AS SELECT replace(email, '@', '#') FROM people; EXECUTE p",
                "PREPARE p AS SELECT email FROM people; EXECUTE p",
                "DECLARE c CURSOR FOR SELECT replace(email, '@', '#') FROM people; FETCH ALL FROM"
                        + " c",
                "DECLARE c CURSOR FOR SELECT email FROM people; FETCH ALL FROM c",
                "DO $$BEGIN RAISE NOTICE '%', (SELECT replace(email, '@', '#') FROM people); END$$",
                "DO $$BEGIN RAISE '%', (SELECT replace(email, '@', '#') FROM people); END$$",
                "SELECT U&'\\0041' || replace(email, '@', '#') FROM people",
                "SELECT U&'\\0041', email FROM people",
            })
    void whatIsLetThroughUnseenStaysMasked(String sql) throws Exception {
        gateway.policy.onlyReads = false;
        gateway.policy.unseen = true;
        try (var connection = gateway.connect("plain-db");
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            var shown = new StringBuilder();
            try {
                for (boolean rows = statement.execute(sql);
                        rows || statement.getUpdateCount() != -1;
                        rows = statement.getMoreResults()) {
                    for (var of = statement.getResultSet(); rows && of.next(); ) {
                        for (int i = 1; i <= of.getMetaData().getColumnCount(); i++) {
                            shown.append(of.getString(i)).append('\n');
                        }
                    }
                }
                shown.append(statement.getWarnings());
            } catch (SQLException error) {
                shown.append(error.getMessage());
            }
            assertThat(shown.toString()).doesNotContain("ada").doesNotContain("example");
            assertThat(shown.toString()).doesNotContain("gateway cannot tell").isNotBlank();
        }
    }

    @Test
    void aNoticeThatMayQuoteDataIsWithheld() throws Exception {
        EmbeddedTarget.shared()
                .run(
                        "CREATE FUNCTION hidden.told() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                                + " RAISE NOTICE 'was %', replace(old.email, '@', '#');"
                                + " RETURN old; END $$",
                        "CREATE TRIGGER told BEFORE UPDATE ON hidden.people FOR EACH ROW EXECUTE"
                                + " FUNCTION hidden.told()");
        gateway.policy.onlyReads = false;
        try (var connection = gateway.connect("plain-db");
                var statement = connection.createStatement()) {
            statement.execute("UPDATE people SET name = 'x' WHERE id = 1");

            assertThat(statement.getWarnings().getMessage())
                    .contains("withheld")
                    .doesNotContain("example");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT p.id, p.name FROM people p WHERE p.id = 1",
                "SELECT hidden.people.name FROM hidden.people",
                "SELECT upper(p.name) FROM people p",
                "SELECT id::int, id::text, '1'::numeric FROM people",
                "SELECT upper(name) || ' ' || length(name) FROM people ORDER BY id * 1",
                "SELECT table_name FROM information_schema.tables WHERE table_name = 'people'",
                "EXPLAIN (costs off, format json) SELECT name FROM people",
            })
    void plainReadingGoesThroughUnmasked(String sql) throws Exception {
        try (var connection = gateway.connect("plain-db");
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(1)).doesNotContain("masked");
        }
    }

    @Test
    void anErrorInTheAgentsOwnTextKeepsItsWords() throws Exception {
        try (var connection = gateway.connect("plain-db");
                var statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.executeQuery("SELECT id / 0 FROM people"))
                    .hasMessageContaining("division by zero");
            assertThatThrownBy(() -> statement.executeQuery("SELECT nosuch FROM people"))
                    .hasMessageContaining("column \"nosuch\" does not exist");
        }
    }
}
