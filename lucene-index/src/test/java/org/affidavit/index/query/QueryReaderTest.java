package org.affidavit.index.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.affidavit.index.QueryProblem;
import org.affidavit.index.query.Query.And;
import org.affidavit.index.query.Query.Is;
import org.affidavit.index.query.Query.Not;
import org.affidavit.index.query.Query.Or;
import org.affidavit.index.query.Query.Phrase;
import org.affidavit.index.query.Query.Word;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryReaderTest {
    private static final Instant NOW = Instant.parse("2026-11-22T14:30:00Z");
    private static final long SEED = Long.getLong("tests.seed", 7L);

    @Test
    void readsWordsPhrasesAndFilters() throws Exception {
        assertThat(read("agent:billing-bot \"no bulk\" refund*"))
                .isEqualTo(
                        new And(
                                List.of(
                                        new Is(Field.AGENT, List.of("billing-bot")),
                                        new Phrase("no bulk"),
                                        new Word("refund*"))));
    }

    @Test
    void readsAlternativesGroupsAndNegation() throws Exception {
        assertThat(read("verb:DELETE,DROP -(a OR NOT b)"))
                .isEqualTo(
                        new And(
                                List.of(
                                        new Is(Field.VERB, List.of("DELETE", "DROP")),
                                        new Not(
                                                new Or(
                                                        List.of(
                                                                new Word("a"),
                                                                new Not(new Word("b"))))))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT count(*) FROM payments WHERE id IN (1,2) AND x = 'y'",
                "alice@corp.com",
                "https://gw.corp:8443/v1/x?y=z",
                "a/b-c_d:e",
                "or and not",
                "-- a comment",
                "*",
                "rows:>100",
                "\\d+ [a-z]"
            })
    void takesPastedTextAsWords(String pasted) throws Exception {
        assertThat(read(pasted)).isNotInstanceOf(Is.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM payments WHERE NOT refunded OR id = -1",
                "delete from payments where (note = 'x' OR id = -1) AND NOT refunded",
                "UPDATE payments SET at = time::date WHERE \"Note\" = 'never closed \"'",
                "WITH old AS (SELECT 1) SELECT * FROM old WHERE NOT a"
            })
    void takesEveryWordOfAPastedStatementAsAWord(String pasted) throws Exception {
        assertThat(read(pasted))
                .isInstanceOfSatisfying(
                        And.class,
                        and -> assertThat(and.parts()).hasOnlyElementsOfType(Phrase.class));
    }

    @Test
    void readsFiltersAfterAPastedStatement() throws Exception {
        assertThat(read("DELETE FROM payments WHERE NOT a agent:bot OR b"))
                .isEqualTo(
                        new And(
                                List.of(
                                        new Phrase("DELETE"),
                                        new Phrase("FROM"),
                                        new Phrase("payments"),
                                        new Phrase("WHERE"),
                                        new Phrase("NOT"),
                                        new Phrase("a"),
                                        new Or(
                                                List.of(
                                                        new Is(Field.AGENT, List.of("bot")),
                                                        new Word("b"))))));
    }

    @Test
    void takesAMinusBeforeADigitAsASign() throws Exception {
        assertThat(read("id = -1")).isEqualTo(new And(List.of(new Word("id"), new Word("-1"))));
    }

    @Test
    void saysHowToLookForTextThatIsLikeAFilter() {
        assertThatThrownBy(() -> read("status: ok"))
                .isInstanceOf(QueryProblem.class)
                .hasMessageContaining("put it in quotes");
    }

    @ParameterizedTest
    @CsvSource({
        "time:-24h, 2026-11-21T14:30:00Z, 2026-11-22T14:30:00Z",
        "time:2026-11-01, 2026-11-01T00:00:00Z, 2026-11-02T00:00:00Z",
        "time:2026-11-01..2026-11-07, 2026-11-01T00:00:00Z, 2026-11-08T00:00:00Z",
        "time:yesterday, 2026-11-21T00:00:00Z, 2026-11-22T00:00:00Z",
        "time:-7d..-1d, 2026-11-15T14:30:00Z, 2026-11-21T14:30:00.000000001Z",
        "until:-24h, -1000000000-01-01T00:00:00Z, 2026-11-21T14:30:00.000000001Z",
        "time:-7d.., 2026-11-15T14:30:00Z, +1000000000-12-31T23:59:59.999999999Z",
        "since:today, 2026-11-22T00:00:00Z, +1000000000-12-31T23:59:59.999999999Z"
    })
    void resolvesTimesToAbsoluteOnes(String query, String from, String to) throws Exception {
        assertThat(read(query)).isEqualTo(new Query.During(Instant.parse(from), Instant.parse(to)));
    }

    @ParameterizedTest
    @CsvSource({"'a \"b', 2", "'(a', 0", "'x agent:', 2", "'time:soon', 5", "'time:2026-13-01', 5"})
    void saysWhereTheProblemIs(String query, int position) {
        assertThatThrownBy(() -> read(query))
                .isInstanceOfSatisfying(
                        QueryProblem.class,
                        problem -> {
                            assertThat(problem.position()).isEqualTo(position);
                            assertThat(problem).hasMessageMatching(".{20,}");
                        });
    }

    @ParameterizedTest
    @CsvSource({
        "'x agnet:bot', 2, agent",
        "'outcom:denied', 0, outcome",
        "'a -(Tabel:x)', 4, table",
        "'outcome:denid', 8, denied",
        "'outcome:held,Aproved', 13, approved",
        "'outcome:refused', 8, 'There are: allowed'"
    })
    void asksWhatWasMeantByASlip(String query, int position, String meant) {
        assertThatThrownBy(() -> read(query))
                .isInstanceOfSatisfying(
                        QueryProblem.class,
                        problem -> {
                            assertThat(problem.position()).isEqualTo(position);
                            assertThat(problem).hasMessageContaining(meant);
                        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT a FROM t WHERE agnet:bot = 1",
                "tiem::date",
                "\"agnet:bot\"",
                "https://agent.example",
                "a:b:c",
                "note:x",
                "12:30"
            })
    void takesNoOtherColonForASlip(String query) throws Exception {
        assertThat(read(query)).isNotInstanceOf(Is.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"outcome:DENIED", "outcome:den*", "outcome:opened,closed"})
    void takesEveryOutcomeThereIs(String query) throws Exception {
        assertThat(read(query)).isInstanceOf(Is.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"NOT", "OR", "()", "::", " ; ", "a -()", "\uD83D\uDE00"})
    void refusesAQueryWithNothingInIt(String query) {
        assertThatThrownBy(() -> read(query))
                .isInstanceOf(QueryProblem.class)
                .hasMessageContaining("nothing to look for");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "*"})
    void findsEverythingWhenAskedFor(String query) throws Exception {
        assertThat(read(query)).isEqualTo(new Query.All());
    }

    @ParameterizedTest
    @ValueSource(strings = {"time:now..-1h", "time:2026-11-07..2026-11-01"})
    void refusesARangeThatEndsBeforeItBegins(String query) {
        assertThatThrownBy(() -> read(query))
                .isInstanceOfSatisfying(
                        QueryProblem.class,
                        problem -> {
                            assertThat(problem.position()).isEqualTo(5);
                            assertThat(problem).hasMessageContaining("ends before it begins");
                        });
    }

    @Test
    void refusesNestingWithoutEnd() {
        assertThatThrownBy(() -> read("(".repeat(500))).isInstanceOf(QueryProblem.class);
    }

    @Test
    void neverFailsInAnyOtherWay() {
        var random = new Random(SEED);
        String[] pieces = {
            "(", ")", "\"", "-", "NOT", "OR", "AND", "agent:", "time:", "-1h", "..", ",", "*", "x",
            " ", ":", "é"
        };
        for (int round = 0; round < 20_000; round++) {
            var text = new StringBuilder();
            for (int i = random.nextInt(12); i >= 0; i--) {
                text.append(pieces[random.nextInt(pieces.length)]);
            }
            try {
                assertThat(read(text.toString())).isNotNull();
            } catch (QueryProblem problem) {
                assertThat(problem.position()).as("%s", text).isBetween(0, text.length());
            }
        }
    }

    private static Query read(String text) throws QueryProblem {
        return QueryReader.read(text, NOW);
    }
}
