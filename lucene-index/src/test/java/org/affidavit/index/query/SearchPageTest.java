package org.affidavit.index.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.affidavit.index.PageLog;
import org.affidavit.index.SearchResult.SessionHit;
import org.affidavit.index.SessionIndex;
import org.affidavit.sessionlog.SessionLogReader;
import org.affidavit.sessionlog.event.SessionId;
import org.affidavit.sessionlog.samples.SampleLogs;
import org.affidavit.sessionlog.samples.SampleReaders;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Holds `docs/search.md` to the truth: every example finds something, and every sentence on what
/// is found is tried.
class SearchPageTest {
    private static final Path PAGE = Path.of("../docs/search.md");

    @TempDir static Path folder;
    private static List<SessionId> sessions;
    private static SessionLogReader log;
    private static SessionIndex index;

    @BeforeAll
    static void open() throws Exception {
        var sample = PageLog.write(folder);
        sessions = sample.sessions();
        log = SessionLogReader.open(sample.folder(), SampleReaders.keys());
        var hourLater = SampleLogs.START.plus(Duration.ofHours(1));
        index = SessionIndex.scratch(log, Clock.fixed(hourLater, ZoneOffset.UTC));
        index.follow(_ -> {});
    }

    @AfterAll
    static void close() throws Exception {
        index.close();
        log.close();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyExampleFindsSomething(String example) throws Exception {
        assertThat(index.search(example, 10).sessionCount()).isPositive();
    }

    /// The sessions found are named by their number in the log: 1 bills, 2 reports, 3 is the one
    /// that [PageLog] adds.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    sessions that have a frame for which every condition holds | duplicate verb:DELETE | 1
                    sessions that have a frame for which every condition holds | Lindqvist verb:DROP | none
                    conditions on the agent, the resource or the session hold for all frames | agent:report-bot 101 | 2
                    conditions on a command for all frames of that command | verb:DELETE ticket | 1
                    A word runs to the next space. | alice@corp.com | 3
                    in statements | LIMIT | 1
                    parameters | parameter-4711 | 3
                    results as delivered | Lindqvist | 1
                    messages | exist | 1
                    reasons | PAY-311 | 1
                    Case does not matter. | lInDqViSt | 1
                    An identifier is found whole, however it is cased | INVOICE_totals | 3
                    An identifier is found whole, however it is cased | duedates | 3
                    whatever stands next to it | select | 123
                    by its parts, which end at underscores and where case changes | totals | 3
                    by its parts, which end at underscores and where case changes | dates | 3
                    It is found however long the text around it is. | passwd | 3
                    Words in quotes are looked for side by side. | "Ada Lindqvist" | 1
                    Words in quotes are looked for side by side. | "Lindqvist Ada" | none
                    Outside quotes, `*` and `?` are wildcards | l?ndq* | 1
                    Outside quotes, `*` and `?` are wildcards | "lindq*" | none
                    compared with identifiers and their parts | invoice_t* | 3
                    compared with identifiers and their parts | tot?ls | 3
                    addresses and dotted names without the punctuation around them | *@corp.com | 3
                    addresses and dotted names without the punctuation around them | alice@* | 3
                    between quotes, brackets, commas and semicolons | /etc/pass* | 3
                    what stands between spaces | */select'/etc/* | 3
                    No wildcard reaches over a space | ada*lindqvist | none
                    in `SELECT … FROM …`, `DELETE FROM …` and the like every word is looked for | select id from payments where not refunded or id = -1 | 3
                    up to the first filter | DELETE FROM payments WHERE id = 118 agent:report-bot | none
                    To look for text that is like a filter, put it in quotes. | "status: ok" | 3
                    Masked values are not in the log, so they cannot be found. | 4242424242424242 | none
                    What was delivered in their place can | 4242 | 1
                    the column's name: `masked:email` | masked:email | 1
                    A known field name before the first colon makes a filter. | owner:finance* | 2
                    A known field name before the first colon makes a filter. | 10.0.0.7:41877 | 3
                    `*` and `?` are wildcards, commas mean "or" | verb:DROP,TRUNCATE | 1
                    quotes keep spaces together. | owner:"finance team" | 2
                    Case does not matter. | AGENT:Report-BOT | 2
                    the agent's name or subject | user:"agent?report-bot" | 2
                    the agent's name or subject | by:report-bot | 2
                    the human or team behind it | owner:"Billing team" | 1
                    the resource | resource:prod-db | 123
                    the resource | on:prod-db db:prod-db host:prod-db cluster:prod-db | 123
                    its kind, such as `postgres` | kind:postgres | 123
                    what the command does | verb:DELETE op:DELETE | 1
                    what it touches, with or without its schema | object:public.invoices table:invoices | 1
                    what it touches, with or without its schema | path:invoices tool:invoices | 1
                    `allowed` | outcome:allowed | 123
                    `completed` | outcome:completed | 123
                    `denied` | outcome:denied | 1
                    `held` | outcome:held | 1
                    `approved` | outcome:approved | 1
                    `failed` | outcome:failed | 1
                    `error` | outcome:error | 1
                    the rule that decided or masked | rule:no-ddl | 1
                    the rule that decided or masked | rule:mask-card | 1
                    who decided | approver:"Mira Novak" | 1
                    `yes`, or the name of a masked column | masked:yes masked:card | 1
                    the error code | code:42P01 sqlstate:42p01 status:42P01 | 1
                    the session's id | session:01KA5B9ZZ3E5F7G9H1J3K5M7N9 | 2
                    the session's id | id:01ka5b9zz3e5f7g9h1j3k5m7n9 | 2
                    Conditions side by side must all hold. | Lindqvist agent:report-bot | none
                    `OR`, `AND` and `NOT` count only in capitals | Lindqvist OR agent:report-bot | 12
                    `OR`, `AND` and `NOT` count only in capitals | verb:DROP or agent:report-bot | none
                    `OR`, `AND` and `NOT` count only in capitals | LIMIT AND customers | 1
                    `OR`, `AND` and `NOT` count only in capitals | verb:SELECT NOT agent:billing-bot | 2
                    a leading `-` negates, unless a digit follows | verb:SELECT -agent:billing-bot | 2
                    a leading `-` negates, unless a digit follows | refunded -1 | 3
                    Relative (`-15m`, `-24h`, `-7d`, `-2w`, `-1M`) | time:-15m | none
                    Relative (`-15m`, `-24h`, `-7d`, `-2w`, `-1M`) | time:-24h | 123
                    `today` | time:today | 123
                    `yesterday` | time:yesterday | none
                    a day | time:2026-11-20 | 123
                    an instant | since:2026-11-20T14:06:00Z | 3
                    a range with `..` | time:2026-11-20T14:01:30Z..2026-11-20T14:05:00Z | 2
                    Days are UTC. | until:2026-11-19 | none
                    """)
    void whatThePageSaysIsSo(String sentence, String query, String found) throws Exception {
        assertThat(Files.readString(PAGE).replace("**", "").replaceAll("\\s+", " "))
                .contains(sentence);
        String numbers =
                index.search(query, 10).sessions().stream()
                        .map(SessionHit::session)
                        .map(session -> String.valueOf(sessions.indexOf(session) + 1))
                        .sorted()
                        .collect(Collectors.joining());
        assertThat(numbers).isEqualTo(found.equals("none") ? "" : found);
    }

    @Test
    void everyFieldIsInTheTable() throws Exception {
        String page = Files.readString(PAGE);
        Stream.of(Field.values())
                .flatMap(field -> field.names().stream())
                .forEach(name -> assertThat(page).contains("`" + name + "`"));
    }

    @Test
    void theAnswerStatesHowManyMatchAndHowManyRecordsWereSearched() throws Exception {
        var answer = index.search("time:-24h", 1);
        assertThat(answer.sessions()).hasSize(1);
        assertThat(answer.sessionCount()).isEqualTo(3);
        assertThat(answer.frameCount()).isGreaterThan(20);
        assertThat(answer.coveredRecords()).isEqualTo(log.size());
        assertThat(answer.understood())
                .isEqualTo("from 2026-11-19T15:00:00Z to 2026-11-20T15:00:00Z");
    }

    static List<String> examples() throws Exception {
        var examples = new ArrayList<String>();
        boolean inside = false;
        for (String line : Files.readAllLines(PAGE)) {
            if (line.startsWith("```")) {
                inside = line.equals("```query");
            } else if (inside) {
                examples.add(line);
            }
        }
        return examples;
    }
}
