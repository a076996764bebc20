package org.affidavit.gateway.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.affidavit.gateway.policy.SqlFacts.StatementFacts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the definition of a function says of what the function will do.
class FunctionBodyTest {
    private static final PostgresSqlReader READER = new PostgresSqlReader();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT g(x) FROM a; DELETE FROM b' | DELETE,SELECT | a | b | g
                    CREATE OR REPLACE FUNCTION s.f(int) RETURNS int AS $x$SELECT x FROM a WHERE y = 'it''s'$x$ LANGUAGE 'sql' | SELECT | a | |
                    CREATE PROCEDURE p() LANGUAGE sql AS 'CALL q(); TRUNCATE a' | CALL,TRUNCATE | | a | q
                    CREATE FUNCTION f(x int DEFAULT evil()) RETURNS int LANGUAGE sql AS '' | | | | evil
                    CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN x THEN 1 END FROM a; DELETE FROM b; END | DELETE,SELECT | a | b |
                    CREATE FUNCTION f() RETURNS int BEGIN ATOMIC END | | | |
                    CREATE FUNCTION f(x int) RETURNS int IMMUTABLE RETURN x + (SELECT max(y) FROM a) | SELECT | a | | max
                    CREATE FUNCTION f(x int) RETURNS int LANGUAGE plpgsql AS 'declare y int := g(); begin x := y; delete from a; return x; end' | DELETE,SELECT | | a | g
                    CREATE FUNCTION f() RETURNS SETOF b AS 'begin return query select * from a; return next h(); end' LANGUAGE 'plpgsql' | SELECT | a | | h
                    CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$begin new.x := g(); new.y := 2; insert into log values (new.x); return new; end$$ | INSERT,SELECT | | log | g
                    CREATE FUNCTION f(INOUT x int, VARIADIC y int[]) LANGUAGE plpgsql AS 'begin update a set z = y[1]; end' | UPDATE | | a |
                    CREATE PROCEDURE p(INOUT x int) LANGUAGE plpgsql AS 'begin x := 3; commit; end' | COMMIT,SELECT | | |
                    CREATE FUNCTION f(internal) RETURNS internal SUPPORT s.helper LANGUAGE sql AS 'SELECT 1' | SELECT | | | s.helper
                    """)
    void readsWhatTheFunctionWillDo(
            String sql, String verbs, String reads, String writes, String functions) {
        StatementFacts facts = only(sql);

        assertThat(facts.opaque()).as(facts.doubt().why()).isFalse();
        assertThat(facts.verbs()).isEqualTo(set(verbs, "CREATE"));
        assertThat(facts.reads()).isEqualTo(set(reads));
        assertThat(facts.writes()).isEqualTo(set(writes, "*"));
        assertThat(facts.functions()).isEqualTo(set(functions));
        assertThat(facts.readOnly()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE FUNCTION f() RETURNS int LANGUAGE c AS 'obj', 'f'",
                "CREATE FUNCTION f() RETURNS int LANGUAGE internal AS 'int4in'",
                "CREATE FUNCTION f() RETURNS int LANGUAGE 'plpython3u' AS 'plpy'",
                "CREATE FUNCTION f() RETURNS int LANGUAGE E'sql' AS 'SELECT 1'",
                "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS E'SELECT 1'",
                "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT ''\\'''",
                "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'gibberish'",
                "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SET role admin'",
                "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'EXECUTE p'",
                "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'DO ''begin end'''",
                "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS"
                        + " 'CREATE FUNCTION g() RETURNS int LANGUAGE sql AS ''SELECT 1'''",
                "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS 'begin execute x(); end'",
                "CREATE FUNCTION f() RETURNS SETOF a LANGUAGE plpgsql AS"
                        + " 'begin return query execute ''x''; end'",
                "CREATE FUNCTION f(x t) RETURNS t LANGUAGE plpgsql AS"
                        + " 'declare a int; r s.t := evil(); begin null; end'",
                "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS 'SELECT 1'",
                "CREATE FUNCTION f() RETURNS language LANGUAGE sql AS 'SELECT 1'",
                "CREATE FUNCTION f() RETURNS int AS 'SELECT 1'",
                "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1",
                "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1 AS end; DELETE FROM a; END",
                "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC EXECUTE p; END",
            })
    void aBodyThatCannotBeReadMakesTheDefinitionOpaque(String sql) {
        SqlFacts facts = READER.read(sql);

        assertThat(facts.opaque()).isTrue();
        assertThat(facts.why()).isNotEmpty();
    }

    @Test
    void saysWhichLanguageItDoesNotRead() {
        assertThat(READER.read("CREATE FUNCTION f() RETURNS int LANGUAGE c AS 'f'").why())
                .contains("language c");
    }

    @Test
    void definitionsThatDifferInTheirBodiesAlone() {
        assertThat(only("CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'DELETE FROM a'").writes())
                .contains("a");
        assertThat(only("CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'DELETE FROM b'").writes())
                .contains("b")
                .doesNotContain("a");
    }

    @Test
    void aBodyOfStatementsIsOneStatement() {
        var facts =
                READER.read(
                                "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT 2;"
                                        + " END; DROP TABLE a; SELECT 3")
                        .statements();

        assertThat(facts).hasSize(3);
        assertThat(facts.get(1).verbs()).containsExactly("DROP");
    }

    @Test
    void saysThatAFunctionLendsTheRightsOfItsOwner() {
        String body = " LANGUAGE sql AS 'SELECT 1'";
        assertThat(only("CREATE FUNCTION f() RETURNS int" + body).securityDefiner()).isFalse();
        assertThat(
                        only("CREATE FUNCTION f() RETURNS int SECURITY DEFINER" + body)
                                .securityDefiner())
                .isTrue();
        assertThat(only("ALTER FUNCTION f() EXTERNAL SECURITY DEFINER").securityDefiner()).isTrue();
        assertThat(only("ALTER FUNCTION f() SECURITY INVOKER").securityDefiner()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    CREATE FUNCTION f() RETURNS int SET search_path = a LANGUAGE sql RETURN 1 | search_path=*
                    ALTER FUNCTION f() SET Role TO admin | role=*
                    ALTER FUNCTION f() RESET ALL | all=default
                    ALTER ROLE joe SET search_path = a | search_path=*
                    ALTER DATABASE d RESET work_mem | work_mem=default
                    ALTER SYSTEM SET shared_preload_libraries = 'x' | shared_preload_libraries=*
                    """)
    void namesTheSettingsThatItMakesForLater(String sql, String assigns) {
        StatementFacts facts = only(sql);

        assertThat(facts.assigns()).containsExactly(assigns);
        assertThat(facts.settings()).containsExactly(assigns.substring(0, assigns.indexOf('=')));
    }

    private static StatementFacts only(String sql) {
        SqlFacts facts = READER.read(sql);
        assertThat(facts.statements()).hasSize(1);
        return facts.statements().getFirst();
    }

    private static Set<String> set(String written, String... more) {
        var all = new java.util.HashSet<>(Set.of(more));
        if (written != null) {
            all.addAll(Set.of(written.split(",")));
        }
        return all;
    }
}
