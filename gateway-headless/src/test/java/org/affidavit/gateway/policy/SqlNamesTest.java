package org.affidavit.gateway.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.affidavit.gateway.policy.SqlFacts.StatementFacts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlNamesTest {
    private static final PostgresSqlReader READER = new PostgresSqlReader();
    private static final String NAMED =
            "PREPARE p AS DELETE FROM s.a; PREPARE r AS SELECT x FROM b;"
                    + " DECLARE c CURSOR FOR SELECT y FROM d";

    private static SqlNames after(String sql) {
        return SqlNames.NONE.resolve(READER.read(sql)).after();
    }

    private static StatementFacts last(SqlNames names, String sql) {
        return names.resolve(READER.read(sql)).facts().statements().getLast();
    }

    @Test
    void executeDoesWhatWasPrepared() {
        StatementFacts facts = last(after(NAMED), "EXECUTE p");

        assertThat(facts.opaque()).isFalse();
        assertThat(facts.verbs()).isEqualTo(Set.of("EXECUTE", "DELETE"));
        assertThat(facts.writes()).containsExactly("s.a");
        assertThat(facts.hasWhere()).isFalse();
        assertThat(facts.readOnly()).isFalse();
        assertThat(last(after(NAMED), "EXECUTE \"r\"").readOnly()).isTrue();
    }

    @Test
    void fetchAndMoveDoWhatTheCursorWasDeclaredFor() {
        assertThat(last(after(NAMED), "FETCH ALL FROM c").reads()).containsExactly("d");
        assertThat(last(after(NAMED), "FETCH c").readOnly()).isTrue();
        assertThat(last(after(NAMED), "MOVE 5 FROM c").verbs()).isEqualTo(Set.of("MOVE", "SELECT"));
    }

    @Test
    void whatExecuteCallsForItsValuesCounts() {
        StatementFacts facts = last(after(NAMED), "EXECUTE r (setval('s', 1))");

        assertThat(facts.functions()).containsExactly("setval");
        assertThat(facts.readOnly()).isFalse();
        assertThat(last(after(NAMED), "EXECUTE r (1 + 2)").readOnly()).isFalse();
        assertThat(last(after(NAMED), "EXECUTE r (1, 'x')").readOnly()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DEALLOCATE p; EXECUTE p",
                "DEALLOCATE ALL; EXECUTE p",
                "DISCARD ALL; EXECUTE p",
                "DO 'x'; EXECUTE p",
                "CALL f(); EXECUTE p",
                "SELECT evil(); EXECUTE p",
                "gibberish; EXECUTE p",
                "EXECUTE \"P\"",
                "EXECUTE q",
                "CLOSE c; FETCH c",
                "CLOSE ALL; FETCH c",
                "SELECT evil(); FETCH c",
                "FETCH \"C\"",
                "FETCH p",
                "EXECUTE c",
                "EXPLAIN ANALYZE EXECUTE q",
                "CREATE TABLE t AS EXECUTE r",
            })
    void aNameThatIsNotKnownForCertainIsOpaque(String sql) {
        assertThat(last(after(NAMED), sql).opaque()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"EXPLAIN EXECUTE p (1)", "EXPLAIN (ANALYZE, COSTS off) EXECUTE p (1)"})
    void explainingWhatExecuteRunsCountsAsRunningIt(String sql) {
        StatementFacts facts = last(after(NAMED), sql);

        assertThat(facts.verbs()).contains("EXPLAIN", "EXECUTE", "DELETE");
        assertThat(facts.writes()).isNotEmpty();
        assertThat(facts.parameters().told()).hasValue(List.of(Optional.of("1")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1; EXECUTE p",
                "DEALLOCATE r; EXECUTE p",
                "CLOSE ALL; EXECUTE p",
                "UPDATE a SET x = 1; COMMIT; EXECUTE p",
                "PREPARE q AS SELECT 1; EXECUTE p",
            })
    void aNameIsKeptThroughWhatCannotChangeIt(String sql) {
        assertThat(last(after(NAMED), sql).verbs()).contains("EXECUTE", "DELETE");
    }

    @Test
    void ofAChangeThatMayHaveFailedOnlyWhatIsTheSameEitherWayRemains() {
        SqlNames before = after(NAMED);
        SqlNames after = before.resolve(READER.read("DEALLOCATE p; PREPARE q AS SELECT 1")).after();

        assertThat(after.and(before).prepared()).containsOnlyKeys("r");
        assertThat(after.and(before).cursors()).containsOnlyKeys("c");
    }

    @Test
    void whatTheTargetTakesForItsOwnCodeCountsBehindAName() {
        var target = new TargetCode(Set.of(), Set.of(), Set.of("lower"), Set.of(), Set.of());
        SqlFacts prepared = target.at(READER.read("PREPARE p AS SELECT lower(x) FROM a"));
        SqlNames names = SqlNames.NONE.resolve(prepared).after();

        // PREPARE itself calls nothing, but nobody knows what the target's own code would do.
        assertThat(last(names, "EXECUTE p").readOnly()).isFalse();
    }

    @Test
    void noSessionKeepsMoreNamesThanThereIsRoomFor() {
        SqlNames names = SqlNames.NONE;
        for (int i = 0; i < 300; i++) {
            names = names.resolve(READER.read("PREPARE p" + i + " AS SELECT 1")).after();
        }

        assertThat(names.prepared()).hasSize(200);
        assertThat(last(names, "EXECUTE p299").opaque()).isTrue();
    }
}
