package org.affidavit.gateway.approval;

import static org.affidavit.gateway.approval.Holding.DANA;
import static org.affidavit.gateway.approval.Holding.approval;
import static org.affidavit.gateway.approval.Holding.id;
import static org.affidavit.gateway.approval.Holding.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.affidavit.gateway.approval.Approvals.Held;
import org.affidavit.gateway.approval.Approvals.Outcome;
import org.affidavit.sessionlog.SessionLogReader;
import org.affidavit.sessionlog.consent.ConsentRequest;
import org.affidavit.sessionlog.consent.DeviceKey;
import org.affidavit.sessionlog.event.SessionEvent;
import org.affidavit.sessionlog.event.SessionEvent.CloseCause;
import org.affidavit.sessionlog.event.SessionEvent.LapseCause;
import org.affidavit.sessionlog.event.WireFrame;
import org.affidavit.sessionlog.samples.SampleReaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HoldOnRecordTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @TempDir Path folder;
    private Holding holding;
    private DeviceKey device;

    @BeforeEach
    void open() throws Exception {
        holding = Holding.open(folder, Clock.systemUTC());
        device = holding.enrolled(DANA);
    }

    @AfterEach
    void close() {
        holding.close();
    }

    @Test
    void whoeverKnowsTheAgentCanComputeTheDigestAgainFromTheLogAlone() throws Exception {
        Held held = holding.hold("DELETE FROM payments", MINUTE);
        var records = holding.records();
        var opened = (SessionEvent.SessionOpened) event(records, SessionEvent.SessionOpened.class);
        var asked =
                (SessionEvent.ApprovalRequested)
                        event(records, SessionEvent.ApprovalRequested.class);
        var recomputed =
                new ConsentRequest(
                        asked.request(),
                        asked.session(),
                        asked.command(),
                        Holding.AGENT,
                        opened.resource(),
                        payloadSha256(asked.request()),
                        opened.policyDigest(),
                        asked.nonce(),
                        asked.expires());
        assertThat(recomputed.digest())
                .isEqualTo(asked.digest())
                .isEqualTo(held.request().digest());
    }

    @Test
    void oneChangedByteChangesTheDigest() {
        ConsentRequest consent = holding.hold("DELETE 1", MINUTE).request().consent();
        assertThat(consent.commandSha256()).isEqualTo(sha256("DELETE 1"));
        var changed =
                new ConsentRequest(
                        consent.request(),
                        consent.session(),
                        consent.command(),
                        consent.agent(),
                        consent.resource(),
                        sha256("DELETE 2"),
                        consent.policyDigest(),
                        consent.nonce(),
                        consent.expires());
        assertThat(changed.digest()).isNotEqualTo(consent.digest());
    }

    @Test
    void showsARequestOnlyOnceItIsOnRecord() throws Exception {
        Path crashed = folder.resolve("crashed");
        Files.createDirectories(crashed);
        Files.copy(folder.resolve("log.key"), crashed.resolve("log.key"));
        var shown = new CompletableFuture<String>();
        holding.approvals.listen(request -> {
            try {
                copy(folder.resolve("log"), crashed.resolve("log"));
                shown.complete(request.digest());
            } catch (Exception e) {
                shown.completeExceptionally(e);
            }
        });
        Held _ = holding.hold("DELETE 1", MINUTE);
        String digest = shown.get(20, TimeUnit.SECONDS);
        try (var restarted = Holding.open(crashed, Clock.systemUTC())) {
            assertThat(restarted.records())
                    .anyMatch(record ->
                            record.event() instanceof SessionEvent.ApprovalRequested asked
                                    && asked.digest().equals(digest));
        }
    }

    @Test
    void endsOnceWhenADecisionAndExpiryRace() throws Exception {
        var races = new ArrayList<Held>();
        for (int round = 0; round < 60; round++) {
            Held held = holding.hold("DELETE " + round, Duration.ofMillis(3 + round % 5));
            var decision =
                    CompletableFuture.supplyAsync(() ->
                            holding.approvals
                                    .decide(id(held), DANA, approval(device, held))
                                    .handle((_, problem) -> problem == null)
                                    .join());
            boolean approved = held.outcome().get(20, TimeUnit.SECONDS) instanceof Outcome.Approved;
            assertThat(decision.join()).isEqualTo(approved);
            races.add(held);
        }
        for (Held held : races) {
            assertThat(holding.endsOf(id(held))).isEqualTo(1);
        }
    }

    @Test
    void aWithdrawalBeforeTheRequestIsOnRecordEndsItOnce() throws Exception {
        for (int round = 0; round < 50; round++) {
            var heard = new ArrayList<Boolean>();
            try (var _ = holding.approvals.listen(r -> heard.add(r.outcome().isPresent()))) {
                Held held = holding.unseen("DELETE " + round, MINUTE);
                holding.approvals.withdraw(id(held), LapseCause.WITHDRAWN);
                assertThat(held.outcome().get(20, TimeUnit.SECONDS))
                        .isEqualTo(new Outcome.Lapsed(id(held), LapseCause.WITHDRAWN));
                assertThat(heard.getLast()).isTrue();
                assertThat(holding.endsOf(id(held))).isEqualTo(1);
            }
        }
    }

    @Test
    void nothingThatWasHeldRunsAfterACrash() throws Exception {
        Held held = holding.hold("DELETE 1", MINUTE);
        Path after = folder.resolve("after");
        Files.createDirectories(after);
        Files.copy(folder.resolve("log.key"), after.resolve("log.key"));
        copy(folder.resolve("log"), after.resolve("log"));
        try (var restarted = Holding.open(after, Clock.systemUTC())) {
            assertThatThrownBy(() ->
                            restarted
                                    .approvals
                                    .decide(id(held), DANA, approval(device, held))
                                    .join())
                    .cause()
                    .isInstanceOfSatisfying(
                            DecisionRefused.class,
                            refused -> assertThat(refused.code()).isEqualTo("not-found"));
            var events = restarted.records();
            assertThat(events).noneMatch(r -> r.event() instanceof SessionEvent.ApprovalDecided);
            assertThat(events).anyMatch(r -> r.event() instanceof SessionEvent.SessionAborted);
        }
    }

    @Test
    void aDecisionAfterItsSessionEndedCountsForNothing() throws Exception {
        Held held = holding.hold("DELETE 1", MINUTE);
        holding.session.close(CloseCause.AGENT_LEFT).join();
        assertThatThrownBy(() ->
                        holding.approvals.decide(id(held), DANA, approval(device, held)).join())
                .isInstanceOf(RuntimeException.class);
        assertThat(held.outcome()).isCompletedExceptionally();
        assertThat(holding.approvals.request(id(held)).orElseThrow().outcome()).isPresent();
        assertThat(holding.endsOf(id(held))).isZero();
    }

    @Test
    void aListenerThatFailsKeepsNothingFromEnding() throws Exception {
        holding.approvals.listen(_ -> {
            throw new IllegalStateException("a fault of the listener");
        });
        var heard = new ArrayList<String>();
        holding.approvals.listen(request -> heard.add(request.digest()));
        Held held = holding.hold("DELETE 1", MINUTE);
        holding.approvals.decide(id(held), DANA, approval(device, held)).join();
        assertThat(held.outcome().get(20, TimeUnit.SECONDS)).isInstanceOf(Outcome.Approved.class);
        assertThat(heard).hasSize(2);
    }

    @Test
    void forgetsTheOldestEndedRequestsAndNeverAWaitingOne() {
        Held waiting = holding.hold("DELETE 0", MINUTE);
        String large = "x".repeat(9 * 1024 * 1024);
        var ended = new ArrayList<Held>();
        for (int i = 0; i < 5; i++) {
            Held held = holding.hold(large + i, MINUTE);
            holding.approvals.withdraw(id(held), LapseCause.WITHDRAWN);
            held.outcome().join();
            ended.add(held);
        }
        until(() -> holding.approvals.requests().size() == 4);
        assertThat(holding.approvals.request(id(waiting))).isPresent();
        assertThat(holding.approvals.request(id(ended.getFirst()))).isEmpty();
    }

    private String payloadSha256(String request) throws Exception {
        try (var reader = SessionLogReader.open(folder.resolve("log"), SampleReaders.keys())) {
            var found = new ArrayList<String>();
            for (var record : holding.records()) {
                if (record.event() instanceof SessionEvent.ApprovalRequested e
                        && e.request().equals(request)) {
                    var bytes = new StringBuilder();
                    for (WireFrame frame :
                            reader.payload(record).payload().orElseThrow().frames()) {
                        bytes.append(new String(frame.bytes(), StandardCharsets.UTF_8));
                    }
                    found.add(sha256(bytes.toString()));
                }
            }
            return found.getFirst();
        }
    }

    private static Object event(List<org.affidavit.sessionlog.LogRecord> records, Class<?> type) {
        return records.stream()
                .map(org.affidavit.sessionlog.LogRecord::event)
                .filter(type::isInstance)
                .findFirst()
                .orElseThrow();
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /// What a crash leaves on the disk: the files as they are, without a clean end.
    private static void copy(Path from, Path to) throws Exception {
        try (var files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }
}
