package org.affidavit.gateway.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.affidavit.sessionlog.key.LogSigner;
import org.affidavit.sessionlog.samples.SampleLogs;
import org.affidavit.sessionlog.samples.SampleLogs.Sample;
import org.affidavit.sessionlog.samples.SampleReaders;
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
        Files.writeString(scratch.resolve("reader.jwk"), SampleReaders.AUDITOR);
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
        assertThat(run.err())
                .isEqualToNormalizingNewlines(
                        "Read, not verified. To check the log: affidavit verify "
                                + sample.folder()
                                + "\n");
    }

    @Test
    void onAnAlteredLogEveryCommandSaysWhereItStopsAndFails() throws Exception {
        flipAByteOfTheLastSegment();
        String first = sample.sessions().getFirst().value();
        for (var run :
                List.of(sessions("list"), sessions("search", "SELECT"), sessions("show", first))) {
            assertThat(run.exit()).as(run.err()).isEqualTo(7);
            assertThat(run.out()).contains(first);
            assertThat(run.err())
                    .containsPattern("ALTERED: the log cannot be read at record \\d+")
                    .contains("not shown or searched")
                    .contains("affidavit verify " + sample.folder());
        }
    }

    @Test
    void aSessionBehindDamageIsNotSaidNeverToHaveBeen() throws Exception {
        flipAByteOfTheLastSegment();
        var run = sessions("show", "01KB2N9V3TQ7Z8X4C5D6E7F8G9");
        assertThat(run.exit()).isEqualTo(7);
        assertThat(run.err()).contains("ALTERED").contains("that can be read");
    }

    @Test
    void aMissingSegmentIsAltered() throws Exception {
        Files.delete(segments().get(1));
        assertThat(sessions("list").exit()).isEqualTo(7);
    }

    @Test
    void anUnfinishedWriteIsTorn() throws Exception {
        Files.write(segments().getLast(), new byte[20], StandardOpenOption.APPEND);
        var run = sessions("list");
        assertThat(run.exit()).isEqualTo(8);
        assertThat(run.err()).contains("TORN").contains("20 bytes");
    }

    private List<Path> segments() throws Exception {
        try (var files = Files.list(sample.folder().resolve("segments"))) {
            return files.sorted().toList();
        }
    }

    private void flipAByteOfTheLastSegment() throws Exception {
        Path segment = segments().getLast();
        byte[] bytes = Files.readAllBytes(segment);
        bytes[bytes.length / 2] ^= 1;
        Files.write(segment, bytes);
    }

    @Test
    void listsForPrograms() {
        var json = JSON.readTree(sessions("list", "--json").out());
        assertThat(json.size()).isEqualTo(2);
        assertThat(json.at("/1/agent").asString()).isEqualTo("billing-bot");
        assertThat(json.at("/1/denied").asInt()).isEqualTo(1);
    }

    @Test
    void whoHasNoReadersKeySeesNoNameAndNothingThatLooksLikeOne() throws Exception {
        assertThat(sessions("list").out()).contains("billing-bot", "report-bot");
        assertThat(sessions("search", "--json", "owner:\"Billing team\"").out())
                .contains(sample.sessions().getFirst().value());
        Files.delete(scratch.resolve("reader.jwk"));
        assertThat(sessions("list").out())
                .contains("(name withheld)")
                .doesNotContain("billing-bot", "report-bot");
        var json = JSON.readTree(sessions("list", "--json").out());
        for (String name : List.of("agent", "subject", "owner")) {
            assertThat(json.at("/1/" + name).isMissingNode()).as(name).isTrue();
        }
        assertThat(json.at("/1/issuer").asString()).isEqualTo("https://id.sample.example");
        var found = JSON.readTree(sessions("search", "--json", "agent:billing-bot").out());
        assertThat(found.at("/sessionCount").asInt()).isZero();
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
    void aSlipInAQueryIsAskedAbout() {
        for (String query : List.of("agnet:billing-bot", "outcome:denid")) {
            var run = sessions("search", query);
            assertThat(run.exit()).as(run.out()).isEqualTo(2);
            assertThat(run.err()).contains("Did you mean").contains("^");
        }
    }

    @Test
    void aQueryMayBeginWithAMinus() {
        var run = sessions("search", "-agent:billing-bot");
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out())
                .contains(sample.sessions().getLast().value())
                .doesNotContain(sample.sessions().getFirst().value());
        assertThat(sessions("search", "-held").err()).contains("not mentions held");
        assertThat(sessions("search", "-host:prod-db", "x").err()).contains("not the resource is");
    }

    @Test
    void aMistypedOptionIsNotSearchedFor() {
        var run = sessions("search", "x", "--jsno");
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("--jsno");
        assertThat(sessions("search", "-h").out()).contains("Exit codes");
    }

    @Test
    void aPacketIsBuiltByAQueryThatBeginsWithAMinus() {
        var run =
                CommandRun.of(
                        "packet",
                        "build",
                        "--log",
                        sample.folder().toString(),
                        "--out",
                        scratch.resolve("packet.pdf").toString(),
                        "--query",
                        "-agent:billing-bot");
        assertThat(run.exit()).as(run.err()).isZero();
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
    void whoHasNoReadersKeySeesWhatHappenedAndNotWhatWasSaid() throws Exception {
        Files.delete(scratch.resolve("reader.jwk"));
        var run = sessions("show", sample.sessions().getFirst().value());
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("denied by rule")
                .contains("the key of sample-auditor opens it")
                .doesNotContain("DROP TABLE");
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
    void aFolderThatIsNotThereIsNamedWithoutAHiddenFile() {
        Path folder = scratch.resolve("nodir");
        var run =
                CommandRun.of(
                        "packet",
                        "build",
                        "--log",
                        sample.folder().toString(),
                        "--out",
                        folder.resolve("x.pdf").toString());
        assertThat(run.exit()).isEqualTo(4);
        assertThat(run.err()).contains("no folder " + folder).doesNotContain(".x.pdf");
    }

    @Test
    void aPacketIsNotBuiltOfTwoChoicesAtOnceOrWithoutATitle() {
        String[] build = {"packet", "build", "--log", sample.folder().toString(), "--out"};
        String out = scratch.resolve("x.pdf").toString();
        var both = new ArrayList<>(List.of(build));
        both.addAll(List.of(out, "--query", "x", "--session"));
        both.add(sample.sessions().getFirst().value());
        assertThat(CommandRun.of(both.toArray(String[]::new)).exit()).isEqualTo(2);
        var untitled = new ArrayList<>(List.of(build));
        untitled.addAll(List.of(out, "--title", ""));
        assertThat(CommandRun.of(untitled.toArray(String[]::new)).exit()).isEqualTo(2);
    }

    @Test
    void bytesThatWereNotCountedAreNotSaidToBeMinusOne() {
        for (var session : sample.sessions()) {
            assertThat(sessions("show", session.value()).out()).doesNotContain("-1 bytes");
        }
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
    void theKeyInsideAPacketIsNotPassedOffAsProof() {
        Path packet = packet();
        var alone = CommandRun.of("packet", "verify", packet.toString());
        assertThat(alone.exit()).isZero();
        assertThat(alone.out()).contains("came inside the packet").contains("--key FILE");
        var named = verifyWith(packet, scratch.resolve("log.vkey"));
        assertThat(named.exit()).as(named.err()).isZero();
        assertThat(named.out()).contains("you named").doesNotContain("came inside the packet");
    }

    @Test
    void aPacketSignedByAnotherKeyIsUnknown() throws Exception {
        Path packet = packet();
        Path other = scratch.resolve("other.vkey");
        LogSigner.create(scratch.resolve("other.key"), sample.verifierKey().name())
                .verifierKey()
                .writeTo(other);
        var run = verifyWith(packet, other);
        assertThat(run.exit()).isEqualTo(9);
        assertThat(run.firstLine()).startsWith("Unknown key:");
        assertThat(run.out()).contains("nothing shows that the gateway you trust wrote this");
    }

    @Test
    void aFileThatIsNoPacketIsNotCalledAltered() throws Exception {
        Path file = Files.writeString(scratch.resolve("README.md"), "# hello");
        var run = CommandRun.of("packet", "verify", file.toString());
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("is not a packet");
    }

    private static CommandRun verifyWith(Path packet, Path key) {
        return CommandRun.of("packet", "verify", packet.toString(), "--key", key.toString());
    }

    private Path packet() {
        Path out = scratch.resolve("packet.pdf");
        var built =
                CommandRun.of(
                        "packet",
                        "build",
                        "--log",
                        sample.folder().toString(),
                        "--out",
                        out.toString());
        assertThat(built.exit()).as(built.err()).isZero();
        return out;
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
