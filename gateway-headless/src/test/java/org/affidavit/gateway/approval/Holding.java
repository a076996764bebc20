package org.affidavit.gateway.approval;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.affidavit.gateway.approval.Approvals.Held;
import org.affidavit.gateway.policy.Verdict;
import org.affidavit.gateway.recording.LogRecorder;
import org.affidavit.gateway.recording.Recorder.SessionRecorder;
import org.affidavit.sessionlog.LogRecord;
import org.affidavit.sessionlog.SessionLog;
import org.affidavit.sessionlog.SessionLogReader;
import org.affidavit.sessionlog.consent.ConsentDecision;
import org.affidavit.sessionlog.consent.DeviceKey;
import org.affidavit.sessionlog.consent.DeviceStatement;
import org.affidavit.sessionlog.consent.DeviceStatement.Kind;
import org.affidavit.sessionlog.event.CommandFacts;
import org.affidavit.sessionlog.event.Principal;
import org.affidavit.sessionlog.event.Resource;
import org.affidavit.sessionlog.event.RuleRef;
import org.affidavit.sessionlog.event.SessionEvent;
import org.affidavit.sessionlog.event.WireFrame;
import org.affidavit.sessionlog.key.LogSigner;
import org.affidavit.sessionlog.samples.SampleReaders;

/// One agent with an open session on a real log, and approvals over that log.
final class Holding implements AutoCloseable {
    static final String ORIGIN = "test/affidavit";
    static final String ISSUER = "https://issuer";
    static final Principal AGENT =
            new Principal(ISSUER, "bot-1", "billing-bot", "billing-team", List.of("agents"));
    static final Principal DANA = person("u-1", "dana");
    static final Resource RESOURCE = new Resource("prod-db", "postgres");
    static final String POLICY = "00".repeat(32);

    final Path folder;
    final SessionLog log;
    final LogRecorder recorder;
    final SessionRecorder session;
    final RecordedApprovals approvals;
    final RecordedDevices devices;
    final OperatorWord operator;
    private final Clock clock;

    private Holding(
            Path folder, SessionLog log, EnrolledDevices known, Clock clock, boolean firstUse) {
        this.folder = folder;
        this.log = log;
        this.recorder = new LogRecorder(log, "boot-1", Clock.systemUTC(), new SecureRandom());
        this.session = recorder.open(AGENT, RESOURCE, "test", POLICY).join();
        this.approvals = new RecordedApprovals(log, known, POLICY, clock, new SecureRandom());
        this.operator = new OperatorWord(folder.resolve("operator-devices.txt"));
        this.devices = new RecordedDevices(log, known, ORIGIN, firstUse, operator, clock);
        this.clock = clock;
    }

    /// Makes a log, or opens the one that is there with what it knows of device keys.
    static Holding open(Path folder, Clock clock) throws Exception {
        return open(folder, clock, true);
    }

    static Holding open(Path folder, Clock clock, boolean firstUse) throws Exception {
        Path key = folder.resolve("log.key");
        var signer =
                java.nio.file.Files.exists(key)
                        ? LogSigner.load(key, ORIGIN)
                        : LogSigner.create(key, ORIGIN);
        var options = SessionLog.Options.of(ORIGIN, SampleReaders.recipients(), Clock.systemUTC());
        SessionLog log = SessionLog.open(folder.resolve("log"), signer, options);
        log.checkpoint().join();
        return new Holding(folder, log, EnrolledDevices.from(log.devices()), clock, firstUse);
    }

    static Principal person(String subject, String name, String... groups) {
        var all = new ArrayList<>(List.of(groups));
        all.add("db-approvers");
        return new Principal(ISSUER, subject, name, "", all);
    }

    DeviceKey enrolled(Principal person) throws Exception {
        var device = DeviceKey.loadOrCreate(folder.resolve(person.subject() + ".jwk"));
        devices.enrol(person, enrolment(person, device)).join();
        return device;
    }

    /// A key with its own proof, as an approver's program sends it.
    Devices.Enrolment enrolment(Principal person, DeviceKey device) {
        return new Devices.Enrolment(
                device.publicJwk(),
                device.sign(statement(Kind.ENROLMENT, person, device)),
                Optional.empty());
    }

    Devices.Enrolment vouched(Principal person, DeviceKey device, DeviceKey by) {
        var statement = statement(Kind.ENROLMENT, person, device);
        return new Devices.Enrolment(
                device.publicJwk(), device.sign(statement), Optional.of(by.sign(statement)));
    }

    DeviceStatement statement(Kind kind, Principal person, DeviceKey about) {
        return new DeviceStatement(
                kind,
                person.issuer(),
                person.subject(),
                about.thumbprint(),
                ORIGIN,
                clock.instant());
    }

    /// A key that is enrolled nowhere yet.
    DeviceKey key(String name) throws Exception {
        return DeviceKey.loadOrCreate(folder.resolve(name + ".jwk"));
    }

    Held hold(String sql, Duration expire) {
        Held held = unseen(sql, expire);
        until(() -> approvals.request(id(held)).isPresent());
        return held;
    }

    /// A hold that need not be on record yet.
    Held unseen(String sql, Duration expire) {
        var frame =
                new WireFrame(
                        WireFrame.Direction.FROM_AGENT, 0, sql.getBytes(StandardCharsets.UTF_8));
        return approvals.hold(
                session.session(),
                session.nextCommand(),
                AGENT,
                RESOURCE,
                new CommandFacts("query", List.of("DELETE"), List.of("payments")),
                sql,
                List.of(frame),
                new Verdict.Hold(new RuleRef("r", "p:1"), "why", List.of("db-approvers"), expire));
    }

    static String id(Held held) {
        return held.request().consent().request();
    }

    static String approval(DeviceKey device, Held held) {
        return device.sign(
                new ConsentDecision(
                        id(held), held.request().digest(), true, "because", Instant.EPOCH));
    }

    static void until(java.util.function.BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("It did not happen within 20 s");
            }
            Thread.onSpinWait();
        }
    }

    /// All of them: a reader sees what is signed.
    List<LogRecord> records() throws Exception {
        log.checkpoint().join();
        return records(folder.resolve("log"));
    }

    static List<LogRecord> records(Path log) throws Exception {
        var records = new ArrayList<LogRecord>();
        try (var reader = SessionLogReader.open(log)) {
            reader.forEach(0, records::add);
        }
        return records;
    }

    /// How often the log says that a request ended.
    long endsOf(String request) throws Exception {
        return records().stream()
                .filter(record ->
                        switch (record.event()) {
                            case SessionEvent.ApprovalDecided e -> e.request().equals(request);
                            case SessionEvent.ApprovalLapsed e -> e.request().equals(request);
                            default -> false;
                        })
                .count();
    }

    @Override
    public void close() {
        approvals.close();
        recorder.close();
        log.close();
    }
}
