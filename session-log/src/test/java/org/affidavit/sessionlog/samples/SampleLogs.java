package org.affidavit.sessionlog.samples;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.affidavit.sessionlog.SessionLog;
import org.affidavit.sessionlog.event.GatewayEvent.AccessRefused;
import org.affidavit.sessionlog.event.GatewayEvent.GatewayStarted;
import org.affidavit.sessionlog.event.GatewayEvent.GatewayStopped;
import org.affidavit.sessionlog.event.GatewayEvent.PolicyLoaded;
import org.affidavit.sessionlog.event.Payload;
import org.affidavit.sessionlog.event.SessionId;
import org.affidavit.sessionlog.key.LogSigner;
import org.affidavit.sessionlog.key.VerifierKey;

/// A small, believable log: two agents, two PostgreSQL sessions, one afternoon.
///
/// `billing-bot` (first session) reads customers with masked e-mail addresses and cards, is refused
/// a `DROP TABLE`, has a `DELETE` held and approved by `Mira Novak` with her enrolled device key,
/// and meets an error of the server. `report-bot` (second session) reads payments and leaves.
public final class SampleLogs {
    /// Name of the sample log.
    public static final String ORIGIN = "gw.sample.example/affidavit";

    /// When its first record was written.
    public static final Instant START = Instant.parse("2026-11-20T14:00:00Z");

    private SampleLogs() {}

    /// A written and closed log.
    ///
    /// @param folder the log's folder
    /// @param sessions in order of their opening
    public record Sample(Path folder, VerifierKey verifierKey, List<SessionId> sessions) {
        public Sample {
            sessions = List.copyOf(sessions);
        }
    }

    /// Writes the log as `log` in a folder, with its keys `log.key` and `log.vkey` beside it.
    public static Sample write(Path folder) throws IOException {
        LogSigner signer = LogSigner.create(folder.resolve("log.key"), ORIGIN);
        signer.verifierKey().writeTo(folder.resolve("log.vkey"));
        return write(folder.resolve("log"), signer);
    }

    /// Writes the log into exactly this folder, signed by this key, whose name is [#ORIGIN].
    public static Sample write(Path log, LogSigner signer) throws IOException {
        var clock = Clock.fixed(START, ZoneOffset.UTC);
        // Small segments, so that even this log has several.
        var options =
                new SessionLog.Options(
                        ORIGIN, SampleReaders.recipients(), clock, Duration.ofSeconds(1), 6_000);
        try (var writer = SessionLog.open(log, signer, options)) {
            var boot = "5b1c7f9e-0a52-4f0e-9c3b-8f6f6d2a9b10";
            gateway(writer, new GatewayStarted(START, boot, "0.1.0", "c0".repeat(32)));
            gateway(writer, new PolicyLoaded(START, SampleSession.POLICY, "policy.yaml"));
            var mira = SampleApprover.load();
            gateway(writer, mira.enrolled(START.plusSeconds(2)));
            SessionId billing = SampleSession.billing(writer, mira);
            gateway(
                    writer,
                    new AccessRefused(
                            START.plusSeconds(95),
                            "intern-bot",
                            "prod-db",
                            "10.0.0.9:50112",
                            "token-expired",
                            1));
            SessionId report = SampleSession.report(writer);
            gateway(writer, new GatewayStopped(START.plusSeconds(300), boot));
            return new Sample(log, signer.verifierKey(), List.of(billing, report));
        }
    }

    private static void gateway(SessionLog log, org.affidavit.sessionlog.event.GatewayEvent event) {
        log.append(event, Payload.NONE).join();
    }
}
