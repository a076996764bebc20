package org.affidavit.gateway.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.affidavit.gateway.grammar.NotSql;
import org.affidavit.gateway.grammar.PostgresGrammar;
import org.affidavit.gateway.policy.SqlFacts.StatementFacts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import tools.jackson.databind.JsonNode;

/// What is read of a statement without its literals is what is read of the statement itself, over
/// the whole SQL of PostgreSQL's own regression suite. Its files are in the folder that the system
/// property names; `end-to-end/scripts/pg-regress.sh` runs this with those that it fetches.
@EnabledIfSystemProperty(named = RegressionTemplateTest.FOLDER, matches = ".+")
class RegressionTemplateTest {
    static final String FOLDER = "affidavit.regress.sql";

    private static final String SAME = "the same";
    private static final String OTHER = "not the same";
    private static final String REFUSED = "refused for what a literal says";
    private static final int REFUSED_MAX = 20;
    private static final Set<String> WORD_BY_WORD =
            Set.of(
                    "ConstraintsSetStmt",
                    "TransactionStmt",
                    "VariableSetStmt",
                    "VariableShowStmt",
                    "DoStmt",
                    "CreateFunctionStmt");

    private static final PostgresGrammar GRAMMAR = new PostgresGrammar();

    private final PostgresSqlReader reader = new PostgresSqlReader();
    private final Map<String, Integer> counts = new TreeMap<>();
    private final List<String> wrong = new ArrayList<>();

    @Test
    void saysOfEveryStatementWhatTheWholeTextSays() throws Exception {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty(FOLDER)))) {
            for (Path file : files.filter(it -> it.toString().endsWith(".sql")).sorted().toList()) {
                for (String sql : PsqlScript.statements(text(file))) {
                    compare(file, sql);
                }
            }
        }
        int compared = counts.getOrDefault(SAME, 0);
        Files.writeString(
                Path.of("target", "regression-templates.txt"),
                counts + "\n" + String.join("\n----\n", wrong) + "\n");
        assertThat(wrong).isEmpty();
        assertThat(counts.getOrDefault(REFUSED, 0)).isLessThan(REFUSED_MAX);
        assertThat(compared).as(counts.toString()).isGreaterThan(20_000);
    }

    /// Some files hold bytes of other encodings.
    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }

    private void compare(Path file, String sql) {
        SqlFacts read = reader.read(sql);
        if (read.opaque()) {
            count("opaque");
            return;
        }
        List<JsonNode> trees = new ArrayList<>();
        try {
            GRAMMAR.parse(sql).forEach(trees::add);
        } catch (NotSql refused) {
            // Such as an escape that is none: the target refuses it, too.
            count(REFUSED);
            return;
        }
        for (int i = 0; i < trees.size() && i < read.statements().size(); i++) {
            count(compared(read.statements().get(i), trees.get(i)));
        }
        if (trees.size() != read.statements().size() || counts.containsKey(OTHER)) {
            counts.remove(OTHER);
            wrong.add(file.getFileName() + "\n" + sql + "\n" + read.statements());
        }
    }

    private static String compared(StatementFacts read, JsonNode tree) {
        try {
            return read.equals(TreeFacts.of(tree)) ? SAME : OTHER;
        } catch (Unsure otherwise) {
            // What is read word by word, and what has a body that is one of its literals.
            String type = Tree.type(tree);
            return WORD_BY_WORD.contains(type) ? "read in another way: " + type : OTHER;
        }
    }

    private void count(String what) {
        counts.merge(what, 1, Integer::sum);
    }
}
