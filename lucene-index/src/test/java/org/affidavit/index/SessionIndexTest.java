package org.affidavit.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.affidavit.index.SearchResult.FrameHit;
import org.affidavit.index.SearchResult.SessionHit;
import org.affidavit.sessionlog.Erasure;
import org.affidavit.sessionlog.SessionLog;
import org.affidavit.sessionlog.SessionLogReader;
import org.affidavit.sessionlog.event.Payload;
import org.affidavit.sessionlog.event.Principal;
import org.affidavit.sessionlog.event.Resource;
import org.affidavit.sessionlog.event.SessionEvent;
import org.affidavit.sessionlog.event.SessionId;
import org.affidavit.sessionlog.key.LogSigner;
import org.affidavit.sessionlog.samples.SampleLogs;
import org.affidavit.sessionlog.samples.SampleLogs.Sample;
import org.affidavit.sessionlog.samples.SampleReaders;
import org.affidavit.sessionlog.segment.FileKind;
import org.affidavit.sessionlog.segment.FrameScanner;
import org.affidavit.sessionlog.segment.LogLayout;
import org.affidavit.sessionlog.segment.SegmentFormat;
import org.affidavit.sessionlog.vault.Recipients;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionIndexTest {
    private static final Clock CLOCK =
            Clock.fixed(SampleLogs.START.plus(Duration.ofHours(1)), ZoneOffset.UTC);

    @TempDir Path folder;
    private Sample sample;
    private SessionLogReader log;
    private SessionIndex index;

    @BeforeEach
    void open() throws Exception {
        sample = SampleLogs.write(folder);
        log = SessionLogReader.open(sample.folder(), SampleReaders.keys());
        index = SessionIndex.open(folder.resolve("index"), log, CLOCK);
        index.follow(_ -> {});
    }

    @AfterEach
    void close() throws Exception {
        index.close();
        log.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "LIMIT",
                "customers",
                "Lindqvist",
                "lindq*",
                "\"Ada Lindqvist\"",
                "masked:email",
                "masked:yes",
                "agent:billing-bot",
                "by:billing-*",
                "owner:\"Billing team\"",
                "verb:DROP",
                "op:drop,truncate",
                "outcome:denied",
                "outcome:held",
                "rule:no-ddl",
                "rule:no-*",
                "approver:\"mira novak\"",
                "code:42P01",
                "object:public.payments verb:DELETE",
                "table:invoices",
                "duplicate charge",
                "time:2026-11-20 verb:DROP",
                "since:2026-11-20T14:00:00Z until:2026-11-20T14:01:00Z customers",
                "(verb:DROP OR verb:TRUNCATE) -agent:report-bot",
                "DELETE FROM payments WHERE id = 118"
            })
    void findsTheBillingSessionAndOnlyIt(String query) throws Exception {
        assertThat(found(query)).containsExactly(sample.sessions().getFirst());
    }

    @Test
    void findsNoMoreWhatWasErased() throws Exception {
        SessionId session = sample.sessions().getFirst();
        assertThat(found("Lindqvist")).containsExactly(session);
        try (var writer =
                SessionLog.open(
                        sample.folder(),
                        LogSigner.load(folder.resolve("log.key"), SampleLogs.ORIGIN),
                        SessionLog.Options.of(SampleLogs.ORIGIN, Recipients.NOBODY, CLOCK))) {
            writer.erase(new Erasure(session, Optional.empty(), "dana", "law", "asked"));
        }
        index.follow(_ -> {});
        assertThat(found("Lindqvist")).isEmpty();
        assertThat(found("verb:DROP")).containsExactly(session);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "resource:prod-db",
                "on:prod-*",
                "time:-24h",
                "time:today",
                "",
                "kind:postgres"
            })
    void findsBothSessionsNewestFirst(String query) throws Exception {
        assertThat(found(query)).isEqualTo(sample.sessions().reversed());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "agent:nobody",
                "time:-10m",
                "verb:DROP outcome:completed",
                "nosuchword",
                "Lindqvist verb:DROP",
                "4242424242424242"
            })
    void findsNothingWhereNoFrameMeetsEveryCondition(String query) throws Exception {
        assertThat(found(query)).isEmpty();
    }

    @Test
    void buildsAnewWhatWasDamaged() throws Exception {
        index.close();
        try (var files = Files.list(folder.resolve("index"))) {
            for (Path file : files.toList()) {
                if (Files.size(file) > 0) {
                    Files.write(file, new byte[] {1, 2, 3});
                }
            }
        }
        index = SessionIndex.open(folder.resolve("index"), log, CLOCK);
        index.follow(_ -> {});
        assertThat(found("Lindqvist")).containsExactly(sample.sessions().getFirst());
    }

    @ParameterizedTest
    @ValueSource(strings = {".si", ".cfs", ".fnm", "segments"})
    void buildsAnewWhatHasLostAFile(String lost) throws Exception {
        index.close();
        boolean any = false;
        try (var files = Files.list(folder.resolve("index"))) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(lost) || name.startsWith(lost)) {
                    Files.delete(file);
                    any = true;
                }
            }
        }
        assumeThat(any).isTrue();
        index = SessionIndex.open(folder.resolve("index"), log, CLOCK);
        index.follow(_ -> {});
        assertThat(found("Lindqvist")).containsExactly(sample.sessions().getFirst());
    }

    @Test
    void keepsFilesThatAreNotItsOwn() throws Exception {
        index.close();
        Path mine = Files.writeString(folder.resolve("index").resolve("notes.txt"), "mine");
        try (var files = Files.list(folder.resolve("index"))) {
            for (Path file :
                    files.filter(one -> one.getFileName().toString().startsWith("segments"))
                            .toList()) {
                Files.write(file, new byte[] {1, 2, 3});
            }
        }
        index = SessionIndex.open(folder.resolve("index"), log, CLOCK);
        assertThat(mine).hasContent("mine");
    }

    @Test
    void aDamagedPayloadKeepsNobodyFromTheOtherSessions() throws Exception {
        index.close();
        Path vault = sample.folder().resolve("vault/00000000000000000000.vlt");
        byte[] bytes = Files.readAllBytes(vault);
        Arrays.fill(bytes, bytes.length / 2, bytes.length / 2 + 64, (byte) 0);
        Files.write(vault, bytes);
        index = SessionIndex.open(folder.resolve("anew"), log, CLOCK);
        index.follow(_ -> {});

        var all = index.search("", 10);
        assertThat(all.unreadableSessions()).isOne();
        assertThat(index.unreadable()).hasSize(1).isSubsetOf(sample.sessions());
        assertThat(all.sessionCount()).isEqualTo(sample.sessions().size() - 1L);
        index.close();
        index = SessionIndex.open(folder.resolve("anew"), log, CLOCK);
        assertThat(index.search("", 10).unreadableSessions()).isOne();
    }

    @Test
    void saysWhereTheMatchIsAndMarksIt() throws Exception {
        SessionHit session = index.search("Lindqvist", 10).sessions().getFirst();
        FrameHit moment = session.moments().getFirst();
        var mark = moment.marks().getFirst();
        assertThat(moment.snippet().substring(mark.from(), mark.to())).isEqualTo("Lindqvist");
        assertThat(moment.command()).isEqualTo(1);
        assertThat(log.record(moment.record()).event())
                .isInstanceOf(SessionEvent.ResponseDelivered.class);
    }

    @Test
    void marksTheNarrowestOfWhatAWildcardMatches() throws Exception {
        FrameHit moment = index.search("*aske*", 10).sessions().getFirst().moments().getFirst();
        assertThat(moment.marks())
                .extracting(mark -> moment.snippet().substring(mark.from(), mark.to()))
                .isNotEmpty()
                .containsOnly("masked");
    }

    @Test
    void statesWhatWasSearchedAndHowItWasUnderstood() throws Exception {
        SearchResult result = index.search("verb:DROP time:-24h", 10);
        assertThat(result.coveredRecords()).isEqualTo(result.logRecords()).isEqualTo(log.size());
        assertThat(result.understood())
                .isEqualTo(
                        "the verb is DROP and from 2026-11-19T15:00:00Z to 2026-11-20T15:00:00Z");
    }

    @Test
    void findsTheSameAfterItWasDeletedAndBuiltAnew() throws Exception {
        SearchResult before = index.search("payments", 10);
        index.close();
        deleteIndex();
        index = SessionIndex.open(folder.resolve("index"), log, CLOCK);
        index.follow(_ -> {});
        assertThat(index.search("payments", 10)).isEqualTo(before);
    }

    @Test
    void goesOnWhereItEndedWithoutReadingTheLogAgain() throws Exception {
        index.close();
        index = SessionIndex.open(folder.resolve("index"), log, CLOCK);
        index.follow(_ -> assertThat(true).as("nothing new to read").isFalse());
        assertThat(found("Lindqvist")).hasSize(1);
    }

    @Test
    void findsAnAgentOrItsOwnerOnlyForWhoeverHasAKey() throws Exception {
        SessionId billing = sample.sessions().getFirst();
        for (String query :
                List.of("agent:billing-bot", "agent:agent|billing-bot", "owner:\"Billing team\"")) {
            assertThat(found(query)).as(query).containsExactly(billing);
        }
        index.close();
        try (var sealed = SessionLogReader.open(sample.folder())) {
            index = SessionIndex.open(folder.resolve("sealed"), sealed, CLOCK);
            index.follow(_ -> {});
            for (String query : List.of("agent:*", "owner:*", "billing-bot", "withheld")) {
                assertThat(found(query)).as(query).isEmpty();
            }
            assertThat(found("resource:prod-db")).contains(billing);
        }
    }

    @Test
    void isBuiltAnewForAnotherLog() throws Exception {
        index.close();
        Path other = Files.createDirectory(folder.resolve("other"));
        var key = LogSigner.create(other.resolve("log.key"), "other/log");
        var options = SessionLog.Options.of("other/log", SampleReaders.recipients(), CLOCK);
        SessionLog.open(other.resolve("log"), key, options).close();
        try (var reader = SessionLogReader.open(other.resolve("log"))) {
            index = SessionIndex.open(folder.resolve("index"), reader, CLOCK);
            index.follow(_ -> {});
            assertThat(found("Lindqvist")).isEmpty();
        }
    }

    @Test
    void isBuiltAnewWhenAnyIndexedRecordIsAnother() throws Exception {
        index.close();
        byte[] last = log.record(log.size() - 1).leaf();
        renameTheDatabase();
        assertThat(log.record(log.size() - 1).leaf()).isEqualTo(last);
        index = SessionIndex.open(folder.resolve("index"), log, CLOCK);
        index.follow(_ -> {});
        assertThat(found("resource:prod-db")).doesNotContain(sample.sessions().getFirst());
        assertThat(found("resource:trod-db")).contains(sample.sessions().getFirst());
    }

    /// Another record of the same length, with a checksum that fits, amid the log.
    private void renameTheDatabase() throws Exception {
        var layout = new LogLayout(sample.folder());
        Path file = layout.file(FileKind.SEGMENT, 0);
        var bytes = ByteBuffer.wrap(Files.readAllBytes(file));
        try (var scanner =
                FrameScanner.openAt(FileKind.SEGMENT, file, SegmentFormat.HEADER_BYTES)) {
            while (scanner.next() instanceof FrameScanner.Next.Frame frame) {
                byte[] other =
                        new String(frame.body(), StandardCharsets.UTF_8)
                                .replace("prod-db", "trod-db")
                                .getBytes(StandardCharsets.UTF_8);
                SegmentFormat.putFrame(
                        bytes.position((int) frame.offset()), frame.type(), frame.index(), other);
            }
        }
        Files.write(file, bytes.array());
    }

    @Test
    void isKeptWhereTheUserKeepsIndexes() throws Exception {
        var folders = IndexFolders.in(folder.resolve("cache"));
        try (var kept = SessionIndex.kept(folders, sample.folder(), log, CLOCK)) {
            kept.follow(_ -> {});
        }
        try (var kept = SessionIndex.kept(folders, sample.folder(), log, CLOCK)) {
            assertThat(kept.search("Lindqvist", 10).sessionCount()).isEqualTo(1);
        }
    }

    @Test
    void isBuiltForTheMomentWhileAnotherHoldsTheKeptOne() throws Exception {
        var folders = IndexFolders.in(folder.resolve("cache"));
        try (var _ = SessionIndex.kept(folders, sample.folder(), log, CLOCK);
                var second = SessionIndex.kept(folders, sample.folder(), log, CLOCK)) {
            second.follow(_ -> {});
            assertThat(second.search("Lindqvist", 10).sessionCount()).isEqualTo(1);
        }
    }

    @Test
    void leavesNothingOfAnIndexOfTheMoment() throws Exception {
        Path scratch = Scratch.make();
        Path siblings = scratch.getParent();
        Scratch.remove(scratch);
        Set<Path> before = indexesIn(siblings);
        try (var moment = SessionIndex.scratch(log, CLOCK)) {
            moment.follow(_ -> {});
            assertThat(indexesIn(siblings)).hasSizeGreaterThan(before.size());
        }
        assertThat(indexesIn(siblings)).isEqualTo(before);
    }

    private static Set<Path> indexesIn(Path folder) throws Exception {
        try (var files = Files.list(folder)) {
            return files.filter(one -> one.getFileName().toString().startsWith("affidavit-index"))
                    .collect(Collectors.toSet());
        }
    }

    @Test
    void followsALogThatGrowsWhileItIsOpen() throws Exception {
        Path live = Files.createDirectory(folder.resolve("live"));
        var key = LogSigner.create(live.resolve("log.key"), "live/log");
        var agent = new Principal("https://issuer", "s", "night-bot", "", List.of());
        var session = new SessionId("01KA5B3V8G7Q9X2M4N6P8R0S1W");
        try (var writer =
                        SessionLog.open(
                                live.resolve("log"),
                                key,
                                SessionLog.Options.of(
                                        "live/log", SampleReaders.recipients(), CLOCK));
                var reader = SessionLogReader.open(live.resolve("log"), SampleReaders.keys());
                var following = SessionIndex.open(live.resolve("index"), reader, CLOCK)) {
            following.follow(_ -> {});
            Instant now = CLOCK.instant();
            var opened =
                    new SessionEvent.SessionOpened(
                            session, now, agent, new Resource("db", "postgres"), "client", "00");
            var _ = writer.append(opened, Payload.NONE);
            writer.checkpoint().join();
            following.follow(_ -> {});
            assertThat(following.search("agent:night-bot", 10).sessionCount()).isEqualTo(1);
            var closed =
                    new SessionEvent.SessionClosed(
                            session, now, SessionEvent.CloseCause.AGENT_LEFT);
            var _ = writer.append(closed, Payload.NONE);
            writer.checkpoint().join();
            following.follow(_ -> {});
            assertThat(following.search("agent:night-bot", 10).frameCount()).isEqualTo(2);
        }
    }

    @Test
    void saysWhereAQueryIsWrong() {
        assertThatThrownBy(() -> index.search("agent:x (verb:DROP", 10))
                .isInstanceOfSatisfying(
                        QueryProblem.class, problem -> assertThat(problem.position()).isEqualTo(8));
    }

    private List<SessionId> found(String query) throws Exception {
        return index.search(query, 10).sessions().stream().map(SessionHit::session).toList();
    }

    private void deleteIndex() throws Exception {
        try (var files = Files.list(folder.resolve("index"))) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }
}
