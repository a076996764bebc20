package org.affidavit.gateway.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class AffidavitTest {
    private static final Terminal SILENT =
            new Terminal(
                    new PrintWriter(new StringWriter()),
                    new PrintWriter(new StringWriter()),
                    Clock.systemUTC(),
                    Map.of(),
                    false);

    static Stream<List<String>> commands() {
        var found = new ArrayList<List<String>>();
        collect(Affidavit.commandLine(SILENT), List.of(), found);
        return found.stream();
    }

    private static void collect(CommandLine line, List<String> path, List<List<String>> found) {
        found.add(path);
        line.getSubcommands()
                .forEach((name, sub) -> {
                    var longer = new ArrayList<>(path);
                    longer.add(name);
                    collect(sub, longer, found);
                });
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandHelpsWithAnExample(List<String> path) {
        var line = new ArrayList<>(path);
        line.add("--help");
        var run = CommandRun.of(line.toArray(String[]::new));
        assertThat(run.exit()).isZero();
        assertThat(run.out()).contains("Usage: affidavit").contains("Example:");
        assertThat(run.out().substring(run.out().indexOf("Example:"))).contains("affidavit ");
        assertThat(run.err()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyExampleCanBeTypedAsItIsPrinted(List<String> path) {
        var line = new ArrayList<>(path);
        line.add("--help");
        String help = CommandRun.of(line.toArray(String[]::new)).out();
        var example =
                help.lines()
                        .dropWhile(row -> !row.equals("Example:"))
                        .skip(1)
                        .takeWhile(row -> !row.isBlank())
                        .toList();
        for (int i = 0; i < example.size(); i++) {
            boolean goesOn = i > 0 && example.get(i - 1).endsWith("\\");
            if (!goesOn) {
                assertThat(example.get(i))
                        .matches("  (PGPASSWORD=\\$\\(|source <\\()?affidavit .*");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyPlaceholderIsInUpperCaseUnlessItIsTheWordToType(List<String> path) {
        CommandLine line = Affidavit.commandLine(SILENT);
        for (String name : path) {
            line = line.getSubcommands().get(name);
        }
        line.getCommandSpec().args().stream()
                .filter(argument -> argument.arity().max() > 0)
                .map(argument -> argument.paramLabel())
                .filter(label -> !List.of("dev|prod", "disable").contains(label))
                .forEach(label -> assertThat(label).isUpperCase());
    }

    @Test
    void helpsInTheOtherWayOfAsking() {
        assertThat(CommandRun.of("help").out()).contains("Commands:");
        assertThat(CommandRun.of("help", "sessions", "list").out())
                .isEqualTo(CommandRun.of("sessions", "list", "--help").out());
        assertThat(CommandRun.of("help", "sesions").exit()).isEqualTo(2);
    }

    @Test
    void withoutACommandItShowsWhatThereIs() {
        var run = CommandRun.of();
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("verify").contains("init");
    }

    @Test
    void suggestsTheCommandThatWasMeant() {
        var run = CommandRun.of("verfy", "x");
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("verify");
    }

    @Test
    void namesTheOptionThatIsMissing() {
        var run = CommandRun.of("init");
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("--dir").contains("affidavit init --help");
    }

    @Test
    void printsNoColourAwayFromATerminal() {
        assertThat(CommandRun.of("--help").out()).doesNotContain("\u001b");
    }

    @Test
    void printsItsVersion() {
        assertThat(CommandRun.of("version").out()).startsWith("affidavit ");
        assertThat(CommandRun.of("--version").out()).startsWith("affidavit ");
    }

    @Test
    void printsACompletionScript() {
        var run = CommandRun.of("completion");
        assertThat(run.exit()).isZero();
        assertThat(run.out()).contains("complete").contains("verify");
    }
}
