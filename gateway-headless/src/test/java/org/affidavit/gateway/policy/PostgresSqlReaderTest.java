package org.affidavit.gateway.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import org.affidavit.gateway.policy.SqlFacts.Item;
import org.affidavit.gateway.policy.SqlFacts.StatementFacts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresSqlReaderTest {
    private static final PostgresSqlReader READER = new PostgresSqlReader();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    SELECT * FROM customers | customers
                    select c.email from public.customers c where c.id = $1 | public.customers
                    SELECT * FROM Customers, "Payments" | Payments,customers
                    SELECT * FROM a JOIN b ON a.id = b.id LEFT JOIN c USING (id) | a,b,c
                    SELECT * FROM a CROSS JOIN (b JOIN c ON true) | a,b,c
                    SELECT (SELECT max(x) FROM b) FROM a | a,b
                    SELECT * FROM (SELECT * FROM b) q | b
                    SELECT * FROM a WHERE id IN (SELECT id FROM b) OR EXISTS (SELECT 1 FROM c) | a,b,c
                    WITH q AS (SELECT * FROM a) SELECT * FROM q JOIN b ON b.id = q.id | a,b
                    WITH q(x, y) AS (SELECT 1, id FROM a) SELECT * FROM q | a
                    WITH RECURSIVE t AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM t WHERE n < 5) SELECT n FROM t |
                    SELECT a.x FROM a UNION SELECT y FROM b ORDER BY 1 LIMIT 5 | a,b
                    (SELECT 1 FROM a) UNION ALL (SELECT 2 FROM b) | a,b
                    SELECT extract(year FROM created) FROM a | a
                    SELECT substring(name FROM 1 FOR 3), trim(both 'x' from name) FROM a | a
                    SELECT x IS DISTINCT FROM y FROM a | a
                    SELECT count(*) FILTER (WHERE x > 1) FROM a GROUP BY y HAVING count(*) > 2 | a
                    SELECT row_number() OVER (PARTITION BY x ORDER BY y) FROM a | a
                    SELECT a.created::date, CAST(b AS numeric(10,2)) FROM a | a
                    SELECT * FROM a, LATERAL (SELECT * FROM b WHERE b.id = a.id) q | a,b
                    SELECT ARRAY(SELECT id FROM b) FROM a | a,b
                    SELECT CASE WHEN x THEN (SELECT 1 FROM b) ELSE 2 END FROM a | a,b
                    SELECT * FROM a ORDER BY (SELECT max(x) FROM b) | a,b
                    SELECT DISTINCT ON (x) x, y FROM a | a
                    SELECT x FROM a WHERE x LIKE ('b') GROUP BY ROLLUP (x) ORDER BY (x) | a
                    SELECT x FROM a GROUP BY x FETCH FIRST 1 ROWS ONLY | a
                    SELECT sum(x) OVER (ORDER BY y ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM a | a
                    SELECT data->>'name' FROM a WHERE tags @> '{x}' AND name ~* 'b' | a
                    VALUES (1, 'a'), (2, 'b') |
                    TABLE customers | customers
                    SELECT E'a\\'; DROP TABLE x; --' FROM a | a
                    SELECT E'a\\\\', 'b', e'c''d' FROM a | a
                    SELECT $$a'; DROP TABLE x; --$$, $tag$ $$ $tag$ FROM a | a
                    SELECT 1 /* /* DROP TABLE x; */ ; */ FROM a | a
                    SELECT B'101', X'1F', N'x' FROM a | a
                    SELECT * FROM (TABLE customers) t | customers
                    SELECT 1 OPERATOR(pg_catalog.+) 2 FROM a | a
                    SELECT * FROM ROWS FROM (generate_series(1, 2), unnest(ARRAY[1])) t |
                    SELECT x FROM a WHERE y NOT LIKE 'b' ESCAPE 'c' AND z SIMILAR TO 'd' | a
                    SELECT created AT TIME ZONE 'UTC', GREATEST(x, y), NULLIF(x, 1) FROM a | a
                    SELECT x FROM a TABLESAMPLE system (10) WHERE (x, y) IN (SELECT 1, 2 FROM b) | a,b
                    SELECT * FROM a, (WITH q AS (SELECT * FROM b) SELECT * FROM q) r, q | a,b,q
                    SELECT 1 |
                    SELECT version() |
                    SELECT current_user, now() |
                    SELECT 'it''s -- not a comment; DROP TABLE x' FROM a | a
                    SELECT /* a comment; DROP TABLE x */ 1 FROM a -- end | a
                    """)
    void readsPlainQueriesAndTheirRelations(String sql, String relations) {
        StatementFacts facts = only(sql);

        assertThat(facts.verbs()).containsExactly("SELECT");
        assertThat(facts.reads())
                .isEqualTo(relations == null ? Set.of() : Set.of(relations.split(",")));
        assertThat(facts.writes()).isEmpty();
        assertThat(facts.readOnly()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    INSERT INTO a (x) VALUES (1) | INSERT | | a
                    INSERT INTO a SELECT * FROM b | INSERT,SELECT | b | a
                    INSERT INTO a (x) VALUES (1) ON CONFLICT (x) DO UPDATE SET x = 2 | INSERT,UPDATE | | a
                    INSERT INTO a (x) VALUES (1) RETURNING id | INSERT | a | a
                    UPDATE a SET x = 1 WHERE id = 2 | UPDATE | | a
                    UPDATE a SET x = b.x FROM b WHERE a.id = b.id | UPDATE | b | a
                    UPDATE a SET x = (SELECT max(y) FROM c) WHERE id = 2 | SELECT,UPDATE | c | a
                    DELETE FROM a WHERE id = 1 RETURNING * | DELETE | a | a
                    DELETE FROM a USING b WHERE a.id = b.id | DELETE | b | a
                    WITH d AS (DELETE FROM a WHERE x RETURNING *) SELECT * FROM d | DELETE,SELECT | a | a
                    WITH q AS (SELECT id FROM b) DELETE FROM a WHERE id IN (SELECT id FROM q) | DELETE,SELECT | b | a
                    SELECT * FROM a FOR UPDATE | LOCK,SELECT | a |
                    SELECT * INTO b FROM a | CREATE,SELECT | a | b
                    MERGE INTO a USING b ON a.id = b.id WHEN MATCHED THEN DELETE WHEN NOT MATCHED THEN INSERT VALUES (1) | DELETE,INSERT,MERGE | b | a
                    MERGE INTO a USING b ON true WHEN MATCHED THEN UPDATE SET x = 1 RETURNING a.x | MERGE,UPDATE | a,b | a
                    WITH v AS (INSERT INTO a VALUES (1) RETURNING x) INSERT INTO b SELECT * FROM v | INSERT,SELECT | a | a,b
                    DROP TABLE a | DROP | | a
                    DROP TABLE IF EXISTS a, public.b CASCADE | DROP | | *,a,public.b
                    TRUNCATE a, b | TRUNCATE | | a,b
                    TRUNCATE TABLE s.a CASCADE | TRUNCATE | | *,s.a
                    DROP SCHEMA s | DROP | | *
                    DROP FUNCTION f(int) | DROP | | *
                    DROP TRIGGER t ON s.a | DROP | | s.a
                    DROP INDEX CONCURRENTLY s.i | DROP | | s.i
                    CREATE TABLE t (LIKE b, x int DEFAULT 1 REFERENCES s.q (z)) INHERITS (p) | CREATE | b | p,s.q,t
                    CREATE TABLE q PARTITION OF a FOR VALUES IN ('x') | CREATE | | a,q
                    CREATE TABLE t AS SELECT * FROM a | CREATE,SELECT | a | t
                    CREATE MATERIALIZED VIEW v AS TABLE a | CREATE,SELECT | a | v
                    CREATE VIEW s.v AS SELECT * FROM a JOIN b USING (id) | CREATE,SELECT | a,b | s.v
                    CREATE RULE r AS ON INSERT TO a DO ALSO DELETE FROM b | CREATE,DELETE | | a,b
                    CREATE INDEX i ON s.a (lower(x)) WHERE y > 1 | CREATE | | s.a
                    CREATE SEQUENCE s.n OWNED BY a.b | CREATE | | s.n
                    CREATE POLICY p ON a USING (x = 1) | CREATE | | a
                    CREATE POLICY p ON a USING (x IN (SELECT y FROM b)) | CREATE,SELECT | b | a
                    ALTER TABLE s.a ADD COLUMN x int, DROP y | ALTER | | s.a
                    ALTER TABLE a DROP COLUMN x CASCADE | ALTER | | *,a
                    ALTER TABLE a ATTACH PARTITION b DEFAULT | ALTER | | a,b
                    ALTER TABLE a ALTER CONSTRAINT c NOT DEFERRABLE | ALTER | | a
                    DELETE FROM a WHERE CURRENT OF c | DELETE | | a
                    ALTER TABLE s.a RENAME TO b | ALTER | | s.a,s.b
                    ALTER TABLE a RENAME COLUMN x TO customers | ALTER | | a
                    ALTER TABLE a SET SCHEMA s | ALTER | | a,s.a
                    ALTER INDEX i RENAME TO j | ALTER | | i,j
                    GRANT SELECT, UPDATE ON s.a, b TO joe | GRANT | | b,s.a
                    GRANT ALL ON ALL TABLES IN SCHEMA s TO joe | GRANT | | *
                    GRANT USAGE ON SCHEMA s TO joe | GRANT | | *
                    REVOKE SELECT ON a FROM joe | REVOKE | | a
                    REVOKE SELECT ON a FROM joe CASCADE | REVOKE | | *,a
                    COMMENT ON TABLE s.a IS 'x' | COMMENT | | s.a
                    COMMENT ON COLUMN s.a.x IS 'x' | COMMENT | | s.a
                    COMMENT ON ROLE joe IS 'x' | COMMENT | | *
                    LOCK TABLE s.a, b IN EXCLUSIVE MODE | LOCK | | b,s.a
                    VACUUM (FULL, ANALYZE) s.a | ANALYZE,VACUUM | | s.a
                    VACUUM | VACUUM | | *
                    ANALYZE a (x) | ANALYZE | | a
                    REINDEX TABLE a | REINDEX | | a
                    REINDEX SCHEMA s | REINDEX | | *
                    CLUSTER a USING i | CLUSTER | | a
                    REFRESH MATERIALIZED VIEW v | REFRESH | | v
                    EXPLAIN ANALYZE CREATE TABLE t AS SELECT * FROM a | CREATE,EXPLAIN,SELECT | a,t | t
                    EXPLAIN CREATE TABLE t AS SELECT * FROM a | EXPLAIN | a,t |
                    PREPARE p (int) AS DELETE FROM a WHERE id = $1 | DELETE,PREPARE | | a
                    CALL p(1) | CALL | |
                    CALL p((SELECT max(x) FROM a)) | CALL,SELECT | a |
                    DEALLOCATE p | DEALLOCATE | |
                    CLOSE ALL | CLOSE | |
                    """)
    void readsChanges(String sql, String verbs, String reads, String writes) {
        StatementFacts facts = only(sql);

        assertThat(facts.verbs()).isEqualTo(Set.of(verbs.split(",")));
        assertThat(facts.reads()).isEqualTo(reads == null ? Set.of() : Set.of(reads.split(",")));
        assertThat(facts.writes()).isEqualTo(writes == null ? Set.of() : Set.of(writes.split(",")));
        assertThat(facts.readOnly()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    CREATE SCHEMA s AUTHORIZATION joe | CREATE
                    CREATE ROLE joe SUPERUSER | CREATE
                    ALTER ROLE joe PASSWORD 'x' | ALTER
                    DROP ROLE joe | DROP
                    GRANT admin TO joe | GRANT
                    REVOKE admin FROM joe | REVOKE
                    ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO joe | ALTER,GRANT
                    ALTER SYSTEM SET x = 1 | ALTER
                    CREATE EXTENSION dblink | CREATE
                    CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1' | CREATE,SELECT
                    CREATE TYPE t AS ENUM ('a') | CREATE
                    IMPORT FOREIGN SCHEMA s FROM SERVER t INTO u | IMPORT
                    REASSIGN OWNED BY a TO b | REASSIGN
                    DISCARD ALL | DISCARD
                    CHECKPOINT | CHECKPOINT
                    LISTEN a | LISTEN
                    NOTIFY a, 'b' | NOTIFY
                    """)
    void saysThatAnythingMayChangeWhereItIsNoMatterOfRelations(String sql, String verbs) {
        StatementFacts facts = only(sql);

        assertThat(facts.verbs()).isEqualTo(Set.of(verbs.split(",")));
        assertThat(facts.writes()).containsExactly("*");
        assertThat(facts.readOnly()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    CREATE INDEX i ON a (evil(x)) | evil
                    ALTER TABLE a ALTER x TYPE int USING s.evil(x) | s.evil
                    CREATE TABLE t (x int DEFAULT evil(), CHECK (worse(x))) | evil,worse
                    CREATE TRIGGER t AFTER INSERT ON a FOR EACH ROW WHEN (f(new.x)) EXECUTE FUNCTION s.g() | f,s.g
                    CREATE VIEW v AS SELECT evil(x) FROM a | evil
                    CALL s.p(f(1)) | f,s.p
                    """)
    void namesTheFunctionsOfSchemaChanges(String sql, String functions) {
        assertThat(only(sql).functions()).isEqualTo(Set.of(functions.split(",")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    SET search_path TO a, "B" | search_path=a,B
                    SET search_path = 'it''s' | search_path=it's
                    SET statement_timeout = -5 | statement_timeout=-5
                    SET LOCAL role TO admin | role=admin
                    SET ROLE "Admin" | role=Admin
                    SET SESSION AUTHORIZATION 'x' | session_authorization=x
                    SET TIME ZONE 'UTC' | timezone=UTC
                    SET x TO DEFAULT | x=default
                    SET x = E'a' | x=*
                    RESET search_path | search_path=default
                    SET NAMES 'SJIS' | client_encoding=SJIS
                    """)
    void saysWhatASettingIsSetTo(String sql, String assigned) {
        assertThat(only(sql).assigns()).containsExactly(assigned);
        assertThat(READER.read("SET search_path = 'first'").statements().getFirst().assigns())
                .containsExactly("search_path=first");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    SELECT * FROM a | false
                    SELECT * FROM a LIMIT 5 | true
                    SELECT * FROM a FETCH FIRST 5 ROWS ONLY | true
                    SELECT * FROM a LIMIT ALL | false
                    SELECT * FROM a LIMIT NULL | false
                    SELECT * FROM (SELECT * FROM a LIMIT 5) q, b | false
                    SELECT 1 FROM a UNION SELECT 2 FROM b LIMIT 5 | true
                    DECLARE c CURSOR FOR SELECT * FROM a | false
                    DELETE FROM a | true
                    """)
    void tellsAQueryWithALimit(String sql, boolean hasLimit) {
        assertThat(only(sql).hasLimit()).isEqualTo(hasLimit);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    DO 'begin delete from s.a; end' | DELETE,DO | | s.a |
                    DO $$begin delete from a where x = 'it''s'; end$$ LANGUAGE plpgsql | DELETE,DO | | a |
                    DO LANGUAGE "plpgsql" $x$begin truncate a; end$x$ | DO,TRUNCATE | | a |
                    do 'declare x int := evil(); begin if worse(x) then update a set y = 1; end if; end' | DO,SELECT,UPDATE | | a | evil,worse
                    DO 'declare r record; begin for r in select x from b loop insert into a values (r.x); end loop; end' | DO,INSERT,SELECT | b | a |
                    DO 'begin perform f((select max(x) from b)); exception when others then raise notice ''%'', g(); end' | DO,SELECT | b | | f,g,max
                    DO 'declare x int; begin x := (select max(y) from b); select z into x from c; end' | DO,SELECT | b,c | | max
                    DO 'begin delete from a; commit; end' | COMMIT,DELETE,DO | | a |
                    DO 'begin create table t (x int); call p(); end' | CALL,CREATE,DO | | t | p
                    DO 'begin while f() loop exit when g(); end loop; assert h(), i(); end' | DO,SELECT | | | f,g,h,i
                    """)
    void readsTheBodyOfADo(
            String sql, String verbs, String reads, String writes, String functions) {
        StatementFacts facts = only(sql);

        assertThat(facts.verbs()).isEqualTo(Set.of(verbs.split(",")));
        assertThat(facts.reads()).isEqualTo(reads == null ? Set.of() : Set.of(reads.split(",")));
        assertThat(facts.writes())
                .containsAll(writes == null ? Set.of() : Set.of(writes.split(",")));
        assertThat(facts.functions())
                .isEqualTo(functions == null ? Set.of() : Set.of(functions.split(",")));
        assertThat(facts.readOnly()).isFalse();
    }

    @Test
    void aBodyIsReadForItselfAndNotForOneLikeIt() {
        assertThat(only("DO 'begin delete from a; end'").writes()).containsExactly("a");
        assertThat(only("DO 'begin delete from b; end'").writes()).containsExactly("b");
        assertThat(READER.read("DO 'begin execute x; end'").opaque()).isTrue();
    }

    @Test
    void aCursorAndAPreparedQueryAreWhatTheyAreMadeOf() {
        StatementFacts cursor = only("DECLARE c CURSOR WITH HOLD FOR SELECT x FROM s.a");

        assertThat(cursor.verbs()).containsExactlyInAnyOrder("DECLARE", "SELECT");
        assertThat(cursor.reads()).containsExactly("s.a");
        assertThat(cursor.readOnly()).isTrue();
        assertThat(only("PREPARE p AS SELECT setval('s', 1)").readOnly()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    DO 'x' | DO
                    EXECUTE p | EXECUTE
                    FETCH c | FETCH
                    MOVE c | MOVE
                    LOAD 'x' | LOAD
                    EXPLAIN ANALYZE EXECUTE p | EXECUTE,EXPLAIN
                    CREATE FUNCTION f() RETURNS int LANGUAGE c AS 'f' | CREATE
                    gibberish | ''
                    """)
    void whatCannotBeToldIsOpaqueForItselfAlone(String sql, String verb) {
        SqlFacts facts = READER.read("SELECT x FROM a; " + sql);

        assertThat(facts.opaque()).isTrue();
        assertThat(facts.statements()).hasSize(2);
        assertThat(facts.statements().getFirst().reads()).containsExactly("a");
        assertThat(facts.statements().getLast().opaque()).isTrue();
        assertThat(facts.statements().getLast().verbs())
                .isEqualTo(verb.isEmpty() ? Set.of() : Set.of(verb.split(",")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    DELETE FROM a | false
                    UPDATE a SET x = 1 | false
                    DELETE FROM a WHERE id IN (SELECT id FROM b) | true
                    UPDATE a SET x = 1 WHERE true | true
                    DELETE FROM a USING (SELECT 1 FROM b WHERE true) q | false
                    WITH d AS (DELETE FROM a RETURNING 1) SELECT * FROM d WHERE true | false
                    UPDATE a SET x = (SELECT 1 FROM b WHERE true) | false
                    """)
    void tellsAChangeOfEverythingFromAChangeOfSome(String sql, boolean hasWhere) {
        assertThat(only(sql).hasWhere()).isEqualTo(hasWhere);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    BEGIN | BEGIN | | true
                    START TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY | BEGIN | | true
                    BEGIN READ WRITE | BEGIN | | false
                    COMMIT | COMMIT | | false
                    END | COMMIT | | false
                    ROLLBACK TO SAVEPOINT s | ROLLBACK | | false
                    SAVEPOINT s | SAVEPOINT | | true
                    SET extra_float_digits = 3 | SET | extra_float_digits | true
                    SET application_name = 'PostgreSQL JDBC Driver' | SET | application_name | true
                    SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY | SET | transaction | true
                    SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE | SET | transaction | false
                    SHOW TRANSACTION ISOLATION LEVEL | SHOW | transaction_isolation | true
                    SHOW search_path | SHOW | search_path | true
                    SET TIME ZONE 'UTC' | SET | timezone | true
                    SET DateStyle TO ISO, DMY | SET | datestyle | true
                    SET ROLE admin | SET | role | false
                    SET LOCAL role = 'admin' | SET | role | false
                    SET "role" TO admin | SET | role | false
                    SET SESSION AUTHORIZATION admin | SET | session_authorization | false
                    SET search_path = evil, pg_catalog | SET | search_path | false
                    SET SCHEMA 'evil' | SET | search_path | false
                    SET NAMES 'SJIS' | SET | client_encoding | false
                    SET standard_conforming_strings = off | SET | standard_conforming_strings | false
                    SET client_encoding TO 'GBK' | SET | client_encoding | false
                    RESET ALL | SET | all | false
                    RESET ROLE | SET | role | false
                    """)
    void readsTransactionsAndSettings(String sql, String verb, String setting, boolean readOnly) {
        StatementFacts facts = only(sql);

        assertThat(facts.verbs()).containsExactly(verb);
        assertThat(facts.settings()).isEqualTo(setting == null ? Set.of() : Set.of(setting));
        assertThat(facts.readOnly()).isEqualTo(readOnly);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 'a\\'",
                "SELECT U&'\\0041'",
                "SELECT U&\"d\\0061t\\+000061\"",
                "SELECT 1 /* open",
                "SELECT 'open",
                "SELECT E'open\\'",
                "SELECT E'a\\'",
                "SELECT E'\\\0'",
                "SELECT $$open",
                "SELECT $a$open$b$",
                "SELECT $a$open$A$",
                "SELECT $1$$a$$",
                "SELECT $$a$$ $$b$$",
                "SELECT $$\0$$",
                "SELECT a$$b$$",
                "SELECT $\u00e9$a$\u00e9$",
                "SELECT 1 /* /* nested */",
                "SELECT \"open",
                "SELECT 1\0; DROP TABLE x",
                "SELECT '\0'",
                "SELECT 'a' 'b'",
                "SELECT 'a'\n'b'",
                "SELECT :name",
                "SELECT 1 :: : int",
                "SELECT a[1:::int:2] FROM t",
                "SELECT 1 § 2",
                "SELECT 123abc",
                "SELECT (1",
                "SELECT 1)",
                "CREATE RULE r AS ON SELECT TO t DO (DELETE FROM a; DELETE FROM b)",
                "DO 'begin execute evil(); end'",
                "DO 'gibberish'",
                "CREATE SCHEMA s CREATE TABLE t (x int)",
                "DO LANGUAGE plpython3u 'x'",
                "DO LANGUAGE plpython3u 'begin delete from a; end'",
                "DO E'begin delete from a; end'",
                "DO 'begin null; end' LANGUAGE plpgsql LANGUAGE plpgsql",
                "DO 'begin for r in execute ''x'' loop null; end loop; end'",
                "DO 'declare r record; begin for r in execute ''x'' loop null; end loop; end'",
                "DO 'declare c refcursor; begin open c for execute ''x''; end'",
                "DO 'declare c refcursor := ''C_1''; x int; begin fetch c into x; end'",
                "DO 'declare r s.t := evil(); begin null; end'",
                "DO 'declare r s.t = (select s from salaries s); begin null; end'",
                "DO 'declare r record default (select s from salaries s); begin null; end'",
                "DO 'declare a int; r record := b.evil; begin null; end'",
                "DO 'declare x int[]; begin x[evil()] := 3; end'",
                "DO 'begin set role admin; end'",
                "DO 'begin fetch c; end'",
                "EXECUTE p",
                "COPY a TO PROGRAM 'sh'",
                "COPY a FROM 'x'",
                "FETCH 1 FROM c",
                "PREPARE TRANSACTION 'x'",
                "COMMIT PREPARED 'x'",
                "LOAD 'evil.so'",
                "SELECT\u00a01",
                "SELECT * FROM tabl\u00e9",
                "SELECT 1 FROM",
                "gibberish",
            })
    void saysSoWhenItCannotTell(String sql) {
        SqlFacts facts = READER.read(sql);

        assertThat(facts.opaque()).isTrue();
        assertThat(facts.why()).isNotBlank();
        assertThat(facts.readOnly()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT nextval('s')",
                "SELECT setval('s', 1)",
                "SELECT pg_read_file('/etc/passwd')",
                "SELECT lo_import('/etc/passwd')",
                "SELECT * FROM dblink('host=x', 'DELETE FROM a') AS t(x int)",
                "SELECT set_config('role', 'admin', false)",
                "SELECT pg_catalog.set_config('role', 'admin', false)",
                "SELECT pg_sleep(1000)",
                "SELECT pg_terminate_backend(1)",
                "SELECT query_to_xml('delete from a', true, true, '')",
                "SELECT evil.lower('x')",
                "SELECT \"Lower\"('x')",
                "SELECT pg_advisory_lock(1)",
                "SELECT first(x) FROM a",
                "SELECT public.first(x) FROM a",
                "SELECT public.any_value(x) FROM a",
                "SELECT x, cube(x) FROM a",
                "SELECT \"by\"(x) FROM a",
                "SELECT \"values\"(x) FROM a",
                "SELECT public.values(x) FROM a",
                "SELECT a.filter(x) FROM a",
                "SELECT filter(x) FROM a",
                "SELECT like(x, 'a') FROM a",
                "SELECT set(x) FROM a",
                "SELECT * FROM a JOIN b ON (1) OPERATOR(evil.+) (2)",
                "SELECT x FROM a WHERE f(x) > 1",
                "SELECT x FROM a ORDER BY pg_notify('a', 'b')",
            })
    void aFunctionThatIsNotKnownIsNotReadOnly(String sql) {
        SqlFacts facts = READER.read(sql);

        assertThat(facts.readOnly()).as(facts.toString()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    WITH salaries AS (SELECT * FROM salaries) SELECT * FROM salaries
                    SELECT * FROM salaries, (WITH salaries AS (SELECT 1) SELECT * FROM salaries) q
                    WITH a AS (SELECT * FROM salaries), salaries AS (SELECT 1) SELECT * FROM a
                    SELECT (WITH salaries AS (SELECT 1) SELECT count(*) FROM salaries) FROM public.salaries, salaries
                    WITH "Salaries" AS (SELECT 1) SELECT * FROM salaries
                    """)
    void aNameOfAWithItemDoesNotHideTheRelationOfThatName(String sql) {
        SqlFacts facts = READER.read(sql);

        assertThat(facts.opaque() || facts.objects().contains("salaries"))
                .as(facts.toString())
                .isTrue();
    }

    @Test
    void explainRunsItsStatementOnlyWithAnalyze() {
        assertThat(only("EXPLAIN DELETE FROM a").verbs()).containsExactly("EXPLAIN");
        assertThat(only("EXPLAIN DELETE FROM a").reads()).containsExactly("a");
        for (String sql :
                new String[] {
                    "EXPLAIN ANALYZE DELETE FROM a",
                    "EXPLAIN ANALYZE VERBOSE DELETE FROM a",
                    "EXPLAIN (ANALYZE, FORMAT JSON) DELETE FROM a",
                    "EXPLAIN (VERBOSE, ANALYZE true) DELETE FROM a",
                }) {
            assertThat(only(sql).verbs()).containsExactlyInAnyOrder("EXPLAIN", "DELETE");
            assertThat(only(sql).readOnly()).isFalse();
        }
        assertThat(only("EXPLAIN ANALYZE SELECT 1").readOnly()).isTrue();
        assertThat(only("EXPLAIN (\"analyze\" off) DELETE FROM a").verbs()).contains("DELETE");
    }

    @Test
    void aLongChainIsReadAndALongerOneIsOpaque() {
        assertThat(only("SELECT " + "a || ".repeat(400) + "b FROM t").reads()).containsExactly("t");
        assertThat(READER.read("SELECT " + "a || ".repeat(1_900) + "b FROM t").opaque()).isTrue();
        assertThat(only("SELECT 1 FROM t WHERE " + "a = 1 OR ".repeat(900) + "b = 2").reads())
                .containsExactly("t");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    SELECT x FROM a WHERE y BETWEEN 1 AND 2 | <,<=,>,>=
                    SELECT x FROM a WHERE y IN (1, 2) | =
                    SELECT x FROM a WHERE y IN (SELECT 1) | =
                    SELECT x FROM a WHERE y LIKE 'z' | ~~
                    SELECT x FROM a WHERE y ILIKE 'z' | ~~*
                    SELECT x FROM a JOIN b USING (id) | =
                    SELECT x FROM a NATURAL JOIN b | =
                    SELECT x FROM a CROSS JOIN b |
                    SELECT CASE x WHEN 1 THEN 2 END FROM a | =
                    SELECT x FROM a WHERE x < ALL (SELECT 1) | <
                    SELECT x FROM a WHERE x IS DISTINCT FROM y | =
                    SELECT x FROM a ORDER BY x USING > | >
                    SELECT NULLIF(x, 1) FROM a | =
                    SELECT x FROM a WHERE y ? 'z' AND u @#@ -1 | ?,@#@
                    SELECT x+-1, y*-2, z@-3, 1+++2, a<-1 FROM a | *,+,<,@-
                    SELECT x FROM a WHERE y ~<~ z --+ 1 | ~<~
                    SELECT a[1:2], f(b := 1, c => 2) FROM t |
                    """)
    void findsOperatorsBehindWords(String sql, String operators) {
        assertThat(only(sql).code().operators())
                .isEqualTo(operators == null ? Set.of() : Set.of(operators.split(",")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    SELECT a.x FROM a |
                    SELECT a.x, f.y FROM a, unnest(a.z) f | y
                    SELECT unnest.y, a.x FROM a, unnest(a.z) | y
                    SELECT f.y, a.x FROM a JOIN LATERAL pg_catalog.unnest(a.z) AS f(y) ON true | y
                    SELECT a.x, b.y FROM a, ROWS FROM (unnest(z), generate_series(1, 2)) AS b | y
                    SELECT a.x FROM a, current_date | x
                    SELECT (SELECT f.y FROM unnest(a.z) f), a.x FROM a | y
                    """)
    void knowsWhichAttributesMayBeCallsWithTheValueOfAFunction(String sql, String attributes) {
        assertThat(only(sql).code().ofValues())
                .isEqualTo(attributes == null ? Set.of() : Set.of(attributes.split(",")));
    }

    @Test
    void readsSeveralStatements() {
        SqlFacts facts = READER.read("SELECT 1; DROP TABLE x; ; COMMIT;");

        assertThat(facts.statements()).hasSize(3);
        assertThat(facts.verbs()).containsExactly("COMMIT", "DROP", "SELECT");
        assertThat(facts.readOnly()).isFalse();
    }

    @Test
    void readsNothingFromCommentsAlone() {
        assertThat(READER.read(" -- nothing\n;; /* here */").statements()).isEmpty();
        assertThat(READER.read("").opaque()).isFalse();
    }

    @Test
    void foldsNamesAsPostgresDoes() {
        assertThat(only("SELECT * FROM PUBLIC.Customers, \"Customers\"").reads())
                .containsExactlyInAnyOrder("public.customers", "Customers");
        assertThat(only("SELECT * FROM \"public.customers\"").reads())
                .containsExactly("\"public.customers\"");
    }

    @Test
    void anAliasNeverCountsAsARelation() {
        assertThat(only("SELECT x.y FROM a AS x, b y WHERE x.id = y.id").reads())
                .containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void givesTheOutputColumnsOfAPlainSelect() {
        assertThat(
                        only("SELECT id, upper(Email) AS e, count(*), count(DISTINCT email), 1 FROM"
                                        + " c")
                                .projection())
                .isEqualTo(
                        new SqlFacts.Projection(
                                true,
                                java.util.List.of(
                                        new Item(Set.of("id"), false, false),
                                        new Item(Set.of("email"), false, false),
                                        new Item(Set.of(), true, false),
                                        new Item(Set.of("email"), true, false),
                                        new Item(Set.of(), false, false))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT c FROM customers c",
                "SELECT row_to_json(c) FROM customers c",
                "SELECT (c).email FROM customers c",
                "SELECT (c.*)::text FROM customers c",
                "SELECT row(c.*) FROM customers c",
                "SELECT json_agg(customers) FROM customers",
                "SELECT array_agg(public.customers) FROM public.customers",
                "SELECT (SELECT email FROM customers LIMIT 1)",
                "SELECT query_to_xml('select * from customers', true, true, '')",
                "SELECT concat(c) FROM customers AS c",
                "SELECT set FROM customers set",
                "SELECT values FROM customers values",
                "SELECT \"set\" FROM customers \"set\"",
                "SELECT first FROM customers first",
                "SELECT j FROM customers JOIN b USING (id) AS j",
            })
    void noticesWhatMayCarryAWholeRow(String sql) {
        SqlFacts facts = READER.read(sql);

        assertThat(
                        facts.opaque()
                                || !facts.statements().getFirst().projection().known()
                                || facts.statements()
                                        .getFirst()
                                        .projection()
                                        .items()
                                        .getFirst()
                                        .wholeRow())
                .as(facts.toString())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM customers",
                "SELECT c.*, 1 FROM customers c",
                "SELECT x FROM customers AS c(x)",
                "SELECT x FROM (SELECT email AS x FROM customers) q",
                "WITH q AS (SELECT email AS x FROM customers) SELECT upper(x) FROM q",
                "SELECT 1 UNION SELECT email FROM customers",
                "SELECT x FROM unnest(ARRAY['a']) x",
            })
    void doesNotGuessTheOutputColumns(String sql) {
        assertThat(only(sql).projection().known()).isFalse();
    }

    @Test
    void hostileNestingIsBounded() {
        String deep = "SELECT " + "(".repeat(5_000) + "1" + ")".repeat(5_000);
        String wide = "SELECT * FROM a WHERE " + "(a = 1 OR ".repeat(20) + "b = 2" + ")".repeat(20);
        long start = System.nanoTime();

        assertThat(READER.read(deep).opaque()).isTrue();
        READER.read(wide);
        READER.read("SELECT " + "a, ".repeat(100_000) + "b FROM t");

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }

    private static StatementFacts only(String sql) {
        SqlFacts facts = READER.read(sql);
        assertThat(facts.opaque()).as(sql + ": " + facts.why()).isFalse();
        assertThat(facts.statements()).hasSize(1);
        return facts.statements().getFirst();
    }

    @Test
    void tellsAtOnceWhatItHasReadBefore() {
        var reader = new PostgresSqlReader();

        assertThat(reader.readAtOnce("SELECT a FROM t WHERE id = 1")).isEmpty();
        SqlFacts facts = reader.read("SELECT a FROM t WHERE id = 1");
        assertThat(reader.readAtOnce("SELECT a FROM t WHERE id = 2")).contains(facts);
        assertThat(reader.readAtOnce("SELECT 'never ends")).get().matches(SqlFacts::opaque);
    }

    @Test
    void namesWhatACopyMoves() {
        var into = READER.read("COPY shop.t (a, b) FROM STDIN WHERE a > 1").statements().getFirst();
        assertThat(into.verbs()).containsExactlyInAnyOrder("COPY", "INSERT");
        assertThat(into.writes()).containsExactly("shop.t");
        assertThat(into.readOnly()).isFalse();
        var from = READER.read("COPY shop.t TO STDOUT").statements().getFirst();
        assertThat(from.verbs()).containsExactlyInAnyOrder("COPY", "SELECT");
        assertThat(from.reads()).containsExactly("shop.t");
        assertThat(from.readOnly()).isTrue();
    }

    @Test
    void doesNotReadACopyThatUsesFilesProgramsOrUnknownFunctions() {
        assertThat(READER.read("COPY t TO PROGRAM 'cat'").opaque()).isTrue();
        assertThat(READER.read("COPY t FROM '/etc/passwd'").opaque()).isTrue();
        assertThat(READER.read("COPY (SELECT pg_read_file('x')) TO STDOUT").readOnly()).isFalse();
        assertThat(READER.read("COPY (DELETE FROM t RETURNING a) TO STDOUT").readOnly()).isFalse();
    }
}
