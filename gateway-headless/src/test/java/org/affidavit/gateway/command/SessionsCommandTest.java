package org.affidavit.gateway.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.affidavit.sessionlog.samples.SampleLogs;
import org.affidavit.sessionlog.samples.SampleLogs.Sample;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class SessionsCommandTest {
    private static final JsonMapper JSON = JsonMapper.shared();

    @TempDir Path scratch;
    private Sample sample;

    @BeforeEach
    void writeALog() throws Exception {
        sample = SampleLogs.write(scratch);
    }

    private CommandRun sessions(String... arguments) {
        var line = new ArrayList<>(List.of("sessions"));
        line.addAll(List.of(arguments));
        line.addAll(List.of("--log", sample.folder().toString()));
        return CommandRun.of(line.toArray(String[]::new));
    }

    @Test
    void listsEverySessionNewestFirst() {
        var run = sessions("list");
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out().lines().skip(1).map(line -> line.substring(0, 26)))
                .containsExactlyElementsOf(
                        sample.sessions().reversed().stream().map(id -> id.value()).toList());
        assertThat(run.err()).isEmpty();
    }

    @Test
    void listsForPrograms() {
        var json = JSON.readTree(sessions("list", "--json").out());
        assertThat(json.size()).isEqualTo(2);
        assertThat(json.at("/1/agent").asString()).isEqualTo("billing-bot");
        assertThat(json.at("/1/denied").asInt()).isEqualTo(1);
    }

    @Test
    void findsBySearchAndSaysWhatWasSearched() {
        var run = sessions("search", "masked:email");
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out()).contains(sample.sessions().getFirst().value());
        assertThat(run.err()).contains("records searched").contains("understood as");
        var json = JSON.readTree(sessions("search", "--json", "agent:report-bot").out());
        assertThat(json.at("/sessions/0/session").asString())
                .isEqualTo(sample.sessions().getLast().value());
        assertThat(json.at("/sessionCount").asInt()).isEqualTo(1);
    }

    @Test
    void keepsTheIndexInTheUsersCacheAndNeverBesideTheLog() throws Exception {
        var run = search(Map.of("XDG_CACHE_HOME", scratch.resolve("cache").toString()));
        assertThat(run.out()).contains(sample.sessions().getFirst().value());
        assertThat(keptIndex()).isDirectory();
        assertThat(scratch.resolve("log.index")).doesNotExist();
        assertThat(CommandRun.of("verify", sample.folder().toString()).exit()).isZero();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keptIndex())))
                .isEqualTo("rwx------");
    }

    @Test
    void doesNotTrustAnIndexThatCameWithTheLog() throws Exception {
        var environment = Map.of("XDG_CACHE_HOME", scratch.resolve("cache").toString());
        assertThat(search(environment).exit()).isZero();
        Files.move(keptIndex(), scratch.resolve("log.index"));
        hideSessions(scratch.resolve("log.index"));
        assertThat(search(environment).out()).contains(sample.sessions().getFirst().value());
        assertThat(search(Map.of()).out()).contains(sample.sessions().getFirst().value());
    }

    @Test
    void choosesForAPacketByAnIndexThatRestsOnTheLogAlone() throws Exception {
        var environment = Map.of("XDG_CACHE_HOME", scratch.resolve("cache").toString());
        assertThat(search(environment).exit()).isZero();
        hideSessions(keptIndex());
        assertThat(search(environment).out()).doesNotContain(sample.sessions().getFirst().value());
        Path out = scratch.resolve("drops.pdf");
        var built =
                CommandRun.in(
                        environment,
                        "packet",
                        "build",
                        "--log",
                        sample.folder().toString(),
                        "--out",
                        out.toString(),
                        "--query",
                        "verb:DROP");
        assertThat(built.exit()).as(built.err()).isZero();
        assertThat(built.out()).contains("1 session, ");
    }

    private CommandRun search(Map<String, String> environment) {
        return CommandRun.in(
                environment, "sessions", "search", "DROP", "--log", sample.folder().toString());
    }

    private Path keptIndex() throws Exception {
        try (var folders = Files.list(scratch.resolve("cache/affidavit/index"))) {
            return folders.findFirst().orElseThrow();
        }
    }

    /// As a forger does it: the sessions are gone, what names the log stays.
    private static void hideSessions(Path index) throws Exception {
        try (var directory = FSDirectory.open(index);
                var writer = new IndexWriter(directory, new IndexWriterConfig())) {
            var named = writer.getLiveCommitData();
            long _ = writer.deleteAll();
            writer.setLiveCommitData(named);
            long _ = writer.commit();
        }
    }

    @Test
    void aQueryThatCannotBeReadShowsWhere() {
        var run = sessions("search", "agent:");
        assertThat(run.exit()).as(run.out()).isEqualTo(2);
        assertThat(run.err()).contains("cannot be read").contains("^");
    }

    @Test
    void showsASessionStepByStep() {
        var run = sessions("show", sample.sessions().getFirst().value());
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("agent     billing-bot")
                .contains("denied by rule")
                .contains("approved by Mira Novak")
                .contains("DROP TABLE");
        assertThat(run.out().chars().filter(c -> c < ' ' && c != '\n').count()).isZero();
    }

    @Test
    void showsValuesBetweenTabsForOtherTools() {
        var run = sessions("show", "--plain", sample.sessions().getFirst().value());
        assertThat(run.out()).contains("\t");
    }

    @Test
    void anUnknownSessionIsNotFoundAndNonsenseIsUsage() {
        assertThat(sessions("show", "01KB2N9V3TQ7Z8X4C5D6E7F8G9").exit()).isEqualTo(4);
        assertThat(sessions("show", "x").exit()).isEqualTo(2);
        assertThat(CommandRun.of("sessions", "list", "--log", "/nowhere").exit()).isEqualTo(4);
    }

    @Test
    void aFolderWithoutALogIsSaidToBeNone() throws Exception {
        var empty = Files.createDirectory(scratch.resolve("empty"));
        var run = CommandRun.of("sessions", "list", "--log", empty.toString());
        assertThat(run.exit()).isNotZero();
        assertThat(run.err()).doesNotContain("fault of the program");
    }

    @Test
    void buildsAPacketThatVerifiesAndNeverOverwritesOne() throws Exception {
        Path out = scratch.resolve("packet.pdf");
        String[] build = {
            "packet", "build", "--log", sample.folder().toString(), "--out", out.toString()
        };
        var built = CommandRun.of(build);
        assertThat(built.exit()).as(built.err()).isZero();
        assertThat(built.out()).contains("2 sessions").contains("SHA-256");
        var checked = CommandRun.of("packet", "verify", out.toString());
        assertThat(checked.exit()).as(checked.out()).isZero();
        assertThat(checked.firstLine()).startsWith("Intact");
        var again = CommandRun.of(build);
        assertThat(again.exit()).isEqualTo(1);
        assertThat(again.err()).contains("nothing is overwritten");
    }

    @Test
    void aPacketHoldsTheSessionsThatAQueryFinds() {
        Path out = scratch.resolve("packet.pdf");
        var built =
                CommandRun.of(
                        "packet",
                        "build",
                        "--log",
                        sample.folder().toString(),
                        "--out",
                        out.toString(),
                        "--query",
                        "agent:report-bot",
                        "--title",
                        "Reports");
        assertThat(built.exit()).as(built.err()).isZero();
        assertThat(built.out()).contains("1 session, ");
        var none =
                CommandRun.of(
                        "packet",
                        "build",
                        "--log",
                        sample.folder().toString(),
                        "--out",
                        scratch.resolve("none.pdf").toString(),
                        "--query",
                        "agent:nobody");
        assertThat(none.exit()).isEqualTo(4);
        assertThat(scratch.resolve("none.pdf")).doesNotExist();
    }

    @Test
    void anAlteredPacketIsSaidToBeSo() throws Exception {
        Path out = scratch.resolve("packet.pdf");
        CommandRun.of(
                "packet", "build", "--log", sample.folder().toString(), "--out", out.toString());
        byte[] bytes = Files.readAllBytes(out);
        for (int i = bytes.length / 3; i < bytes.length / 3 + 2000; i++) {
            bytes[i] ^= 0x55;
        }
        Files.write(out, bytes);
        var run = CommandRun.of("packet", "verify", out.toString());
        assertThat(run.exit()).as(run.out() + run.err()).isEqualTo(7);
        assertThat(run.firstLine()).startsWith("ALTERED");
        assertThat(CommandRun.of("packet", "verify", "/nowhere.pdf").exit()).isEqualTo(4);
    }
}
