package org.affidavit.gateway.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.affidavit.gateway.recording.Recorder.SessionRecorder;
import org.affidavit.sessionlog.LogFailure;
import org.affidavit.sessionlog.LogRecord;
import org.affidavit.sessionlog.SessionLog;
import org.affidavit.sessionlog.SessionLogReader;
import org.affidavit.sessionlog.event.CommandFacts;
import org.affidavit.sessionlog.event.Event;
import org.affidavit.sessionlog.event.GatewayEvent;
import org.affidavit.sessionlog.event.GatewayEvent.AccessRefused;
import org.affidavit.sessionlog.event.Principal;
import org.affidavit.sessionlog.event.Resource;
import org.affidavit.sessionlog.event.RuleRef;
import org.affidavit.sessionlog.event.SessionEvent;
import org.affidavit.sessionlog.event.SessionEvent.CloseCause;
import org.affidavit.sessionlog.event.SessionEvent.Outcome;
import org.affidavit.sessionlog.event.WireFrame;
import org.affidavit.sessionlog.key.LogSigner;
import org.affidavit.sessionlog.samples.SampleReaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogRecorderTest {
    private static final Principal AGENT =
            new Principal("https://issuer", "bot-1", "billing-bot", "", List.of("agents"));
    private static final Resource RESOURCE = new Resource("prod-db", "postgres");
    private static final CommandFacts FACTS =
            new CommandFacts("query", List.of("SELECT"), List.of("payments"));
    private static final RuleRef RULE = new RuleRef("r", "p:1");

    @TempDir Path folder;
    private SessionLog log;
    private LogRecorder recorder;

    @BeforeEach
    void open() throws Exception {
        var signer = LogSigner.create(folder.resolve("log.key"), "test/affidavit");
        var options =
                SessionLog.Options.of(
                        "test/affidavit", SampleReaders.recipients(), Clock.systemUTC());
        log = SessionLog.open(folder.resolve("log"), signer, options);
        recorder = recorder(Duration.ofHours(1));
    }

    @AfterEach
    void close() {
        recorder.close();
        log.close();
    }

    @Test
    void recordsTheLifeOfOneCommandWithItsExactBytes() throws Exception {
        SessionRecorder session = session();
        var asked = frames("SELECT 1");
        int command = session.nextCommand();
        session.intended(command, FACTS, RULE, Optional.empty(), asked).join();
        session.delivered(command, 1, frames("row")).join();
        session.finished(command, Outcome.COMPLETED, 1, 3, "", List.of(), frames("done")).join();
        session.close(CloseCause.AGENT_LEFT).join();
        assertThat(records())
                .extracting(LogRecord::event)
                .filteredOn(SessionEvent.class::isInstance)
                .extracting(event -> event.getClass().getSimpleName())
                .containsExactly(
                        "SessionOpened",
                        "CommandIntended",
                        "ResponseDelivered",
                        "CommandFinished",
                        "SessionClosed");
        assertThat(payload(SessionEvent.CommandIntended.class)).isEqualTo("SELECT 1");
    }

    @Test
    void numbersCommandsFromOneInEachSession() {
        SessionRecorder one = session();
        SessionRecorder other = session();
        assertThat(List.of(one.nextCommand(), one.nextCommand(), other.nextCommand()))
                .containsExactly(1, 2, 1);
        assertThat(one.session()).isNotEqualTo(other.session());
    }

    @Test
    void acceptsNothingAfterTheEndOfASession() {
        SessionRecorder session = session();
        session.close(CloseCause.AGENT_LEFT).join();
        fails(session.intended(1, FACTS, RULE, Optional.empty(), frames("x")));
        fails(session.delivered(1, 1, frames("x")));
        fails(session.close(CloseCause.AGENT_LEFT));
    }

    @Test
    void putsNothingBehindTheEndUnderARace() throws Exception {
        for (int round = 0; round < 40; round++) {
            SessionRecorder session = session();
            var racing = new ArrayList<CompletableFuture<?>>();
            for (int i = 1; i <= 8; i++) {
                int part = i;
                racing.add(
                        CompletableFuture.runAsync(() ->
                                session.delivered(1, part, frames("x"))
                                        .exceptionally(LogRecorderTest::mustBeTheRecorders)
                                        .join()));
            }
            session.close(CloseCause.AGENT_LEFT).join();
            racing.forEach(CompletableFuture::join);
        }
    }

    /// The recorder itself must refuse what comes too late: the log is never asked.
    private static Void mustBeTheRecorders(Throwable problem) {
        assertThat(problem).hasMessageContaining("nothing can follow its end");
        return null;
    }

    @Test
    void failsEverythingOnceTheDiskIsGone() throws Exception {
        SessionRecorder session = session();
        assertThat(recorder.healthy()).isTrue();
        Files.move(folder.resolve("log"), folder.resolve("gone"));
        fails(log.checkpoint());
        until(() -> !recorder.healthy());
        fails(session.intended(1, FACTS, RULE, Optional.empty(), frames("x")));
        fails(recorder.open(AGENT, RESOURCE, "test", "00"));
        for (int i = 0; i < 50; i++) {
            fails(recorder.record(refusal("10.0.0.1:" + (4000 + i))));
        }
    }

    @Test
    void foldsAFloodOfRefusalsIntoOneRecordAndLosesNone() throws Exception {
        for (int i = 0; i < 500; i++) {
            recorder.record(refusal("10.0.0.1:" + (4000 + i))).join();
        }
        recorder.record(refusal("10.0.0.2:4000")).join();
        recorder.close();
        var refusals = events(AccessRefused.class);
        assertThat(refusals.stream().mapToLong(AccessRefused::count).sum()).isEqualTo(501);
        assertThat(refusals).hasSizeLessThan(60);
        assertThat(refusals).anyMatch(r -> r.remote().startsWith("10.0.0.2"));
    }

    @Test
    void saysAgainAndAgainThatItIsAlive() throws Exception {
        SessionRecorder _ = session();
        try (var lively = recorder(Duration.ofMillis(20))) {
            until(() -> events(GatewayEvent.Heartbeat.class).size() >= 3);
            assertThat(lively.healthy()).isTrue();
        }
        var beats = events(GatewayEvent.Heartbeat.class);
        assertThat(beats).extracting(GatewayEvent.Heartbeat::monotonicNanos).isSorted();
        assertThat(beats).extracting(GatewayEvent.Heartbeat::boot).containsOnly("boot-1");
    }

    @Test
    void recordsTheLifeOfTheProcess() throws Exception {
        recorder.life().started("1.0", "aa".repeat(32)).join();
        recorder.life().policyLoaded("bb".repeat(32), "policy.yaml").join();
        recorder.life().stopped().join();
        assertThat(events(GatewayEvent.GatewayStarted.class)).hasSize(1);
        assertThat(events(GatewayEvent.PolicyLoaded.class)).hasSize(1);
        assertThat(events(GatewayEvent.GatewayStopped.class)).hasSize(1);
    }

    @Test
    void closesTheDaysThatPassedWhileNoGatewayRan() throws Exception {
        var later = Clock.offset(Clock.systemUTC(), Duration.ofDays(3));
        var boot = Duration.ofHours(1);
        try (var late = new LogRecorder(log, "boot-2", later, new SecureRandom(), boot)) {
            assertThat(late.healthy()).isTrue();
            until(() -> log.periodFrom().isAfter(later.instant().minus(Duration.ofDays(1))));
        }
        var closed = events(GatewayEvent.PeriodClosed.class);
        assertThat(closed).hasSize(3);
        assertThat(closed).extracting(GatewayEvent.PeriodClosed::sessions).containsOnly(0L);
        assertThat(closed.get(1).from()).isEqualTo(closed.get(0).to());
    }

    private LogRecorder recorder(Duration heartbeat) {
        return new LogRecorder(log, "boot-1", Clock.systemUTC(), new SecureRandom(), heartbeat);
    }

    private SessionRecorder session() {
        return recorder.open(AGENT, RESOURCE, "test", "00").join();
    }

    private static AccessRefused refusal(String remote) {
        return new AccessRefused(Instant.EPOCH, "bot", "prod-db", remote, "token-expired", 1);
    }

    private static List<WireFrame> frames(String text) {
        return List.of(
                new WireFrame(
                        WireFrame.Direction.FROM_AGENT, 0, text.getBytes(StandardCharsets.UTF_8)));
    }

    private static void fails(CompletableFuture<?> future) {
        assertThatThrownBy(() -> future.orTimeout(20, TimeUnit.SECONDS).join())
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(LogFailure.class);
    }

    private static void until(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("It did not happen within 20 s");
            }
            Thread.onSpinWait();
        }
    }

    /// All of them: a reader sees what is signed.
    private List<LogRecord> records() {
        log.checkpoint().join();
        var records = new ArrayList<LogRecord>();
        try (var reader = SessionLogReader.open(folder.resolve("log"), SampleReaders.keys())) {
            reader.forEach(0, records::add);
        } catch (LogFailure e) {
            throw new AssertionError(e);
        }
        return records;
    }

    private <E extends Event> List<E> events(Class<E> type) {
        return records().stream()
                .map(LogRecord::event)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    private String payload(Class<?> type) throws Exception {
        try (var reader = SessionLogReader.open(folder.resolve("log"), SampleReaders.keys())) {
            for (LogRecord record : records()) {
                if (type.isInstance(record.event())) {
                    var frame = reader.payload(record).payload().orElseThrow().frames().getFirst();
                    return new String(frame.bytes(), StandardCharsets.UTF_8);
                }
            }
        }
        throw new AssertionError("There is no " + type);
    }
}
