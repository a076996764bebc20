package org.affidavit.gateway.grammar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresGrammarTest {
    private static final PostgresGrammar GRAMMAR = new PostgresGrammar();

    @Test
    void givesTheTreeOfEveryStatement() throws Exception {
        var trees = new ArrayList<String>();
        GRAMMAR.parse("SELECT 1; DELETE FROM a").forEach(tree -> trees.add(tree.toString()));

        assertThat(trees).hasSize(2);
        assertThat(trees.get(0)).startsWith("{\"SelectStmt\":");
        assertThat(trees.get(1)).startsWith("{\"DeleteStmt\":").contains("\"relname\":\"a\"");
    }

    @Test
    void knowsWhatPostgres18Added() throws Exception {
        assertThat(GRAMMAR.parse("UPDATE a SET x = 1 RETURNING old.x, new.x")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\",\"relname\":\"b",
                "a\\",
                "a\\\"",
                "a\nb\tc",
                "\u0001\u001f\u007f",
                "\u00e9\u202e\ud83d\ude00",
                "{\"RangeVar\":{}}",
            })
    void aNameIsWhatItIsWhateverItHolds(String name) throws Exception {
        String quoted = '"' + name.replace("\"", "\"\"") + '"';
        var tree = GRAMMAR.parse("SELECT 1 FROM " + quoted).iterator().next();

        assertThat(tree.at("/SelectStmt/fromClause/0/RangeVar/relname").asString()).isEqualTo(name);
    }

    @Test
    void readsNothingFromNothing() throws Exception {
        assertThat(GRAMMAR.parse("")).isEmpty();
        assertThat(GRAMMAR.parse(" -- nothing")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT (",
                "gibberish",
                "SELECT 'open",
                "SELECT $$open",
                "SELECT U&'\\00'",
                "a\0b"
            })
    void refusesWhatPostgresRefusesAndGoesOn(String text) throws Exception {
        for (int i = 0; i < 20; i++) {
            assertThatThrownBy(() -> GRAMMAR.parse(text))
                    .isInstanceOf(NotSql.class)
                    .message()
                    .doesNotContain("gibberish");
        }
        assertThat(GRAMMAR.parse("SELECT 1")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(",
                "NOT ",
                "-",
                "a + ",
                "a AND (b OR ",
                "CASE WHEN a THEN ",
                "f(",
                "ARRAY[",
                "SELECT ("
            })
    void nestingThatIsTooDeepIsRefusedAndLeavesNoTrace(String nest) throws Exception {
        for (int depth = 10; depth <= 20_000; depth *= 2) {
            String text = "SELECT " + nest.repeat(depth) + "1";
            try {
                GRAMMAR.parse(text);
            } catch (NotSql expected) {
                // Then it has to go on as if nothing had happened.
            }
            assertThat(GRAMMAR.parse("SELECT a.x FROM a WHERE b = 1").toString())
                    .isEqualTo(
                            new PostgresGrammar()
                                    .parse("SELECT a.x FROM a WHERE b = 1")
                                    .toString());
        }
    }

    @Test
    void readsTheBodyOfADoAndGoesOnAfterOneThatItCannotRead() throws Exception {
        for (int i = 0; i < 20; i++) {
            assertThat(GRAMMAR.parseBody("DO 'begin delete from a; end'").toString())
                    .contains("\"query\":\"delete from a\"");
            for (String text : new String[] {"DO 'gibberish'", "DO 'begin', 'end'", "a\0b", "DO"}) {
                assertThatThrownBy(() -> GRAMMAR.parseBody(text)).isInstanceOf(NotSql.class);
            }
            assertThat(GRAMMAR.parse("SELECT 1")).hasSize(1);
        }
    }

    @Test
    void severalReadAtOnce() throws Exception {
        try (var threads = Executors.newFixedThreadPool(8)) {
            List<Callable<String>> parses = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                int number = i;
                parses.add(() -> GRAMMAR.parse("SELECT * FROM t" + number).toString());
            }
            List<Future<String>> trees = threads.invokeAll(parses);
            for (int i = 0; i < trees.size(); i++) {
                assertThat(trees.get(i).get()).contains("\"t" + i + "\"");
            }
        }
    }
}
