package org.affidavit.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.affidavit.gateway.identity.SessionSecrets.Issued;
import org.affidavit.gateway.recording.LogRecorder;
import org.affidavit.sessionlog.SessionLog;
import org.affidavit.sessionlog.SessionLogReader;
import org.affidavit.sessionlog.event.GatewayEvent;
import org.affidavit.sessionlog.event.GatewayEvent.SecretIssued;
import org.affidavit.sessionlog.event.GatewayEvent.SecretRevoked;
import org.affidavit.sessionlog.event.Principal;
import org.affidavit.sessionlog.key.LogSigner;
import org.affidavit.sessionlog.samples.SampleReaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Short secrets that stand for a token.
class SessionSecretsTest {
    private static final Instant START = Instant.parse("2026-11-20T14:00:00Z");
    private static final Principal BOT =
            new Principal("https://issuer", "bot-1", "billing-bot", "", List.of("agents"));
    private static final Principal OTHER =
            new Principal("https://issuer", "bot-2", "billing-bot", "", List.of("agents"));

    @TempDir Path folder;
    private final SteppedClock clock = new SteppedClock();
    private SessionLog log;
    private LogRecorder recorder;
    private SessionSecrets secrets;

    @BeforeEach
    void open() throws Exception {
        log =
                SessionLog.open(
                        folder.resolve("log"),
                        LogSigner.create(folder.resolve("log.key"), "test/affidavit"),
                        SessionLog.Options.of(
                                "test/affidavit", SampleReaders.recipients(), Clock.systemUTC()));
        recorder = new LogRecorder(log, "boot", Clock.systemUTC(), new SecureRandom());
        secrets =
                new SessionSecrets(
                        token ->
                                token.equals("good-token")
                                        ? CompletableFuture.completedFuture(token(BOT))
                                        : CompletableFuture.failedFuture(
                                                new TokenRefused("token-malformed", "bad")),
                        Set.of("prod-db", "test-db"),
                        recorder,
                        clock,
                        new SecureRandom());
    }

    @AfterEach
    void close() {
        recorder.close();
        log.close();
    }

    @Test
    void openItsResourceAsOftenAsWanted() {
        Issued issued = issue(BOT);
        assertThat(issued.secret()).matches("afs_[A-Za-z0-9_-]{43}");
        for (int i = 0; i < 3; i++) {
            VerifiedToken shown = secrets.verify(issued.secret(), "prod-db").join();
            assertThat(shown.principal()).isEqualTo(BOT);
            assertThat(shown.secret()).contains(issued.id());
        }
    }

    @Test
    void openNothingElse() {
        Issued issued = issue(BOT);
        assertThat(refusal(issued.secret(), "test-db")).isEqualTo("secret-resource");
        assertThatThrownBy(() -> secrets.verify(issued.secret()).join())
                .hasCauseInstanceOf(TokenRefused.class);
        assertThatThrownBy(() -> secrets.issue(token(BOT), "no-such-db").join())
                .hasMessageContaining("no-such-db");
    }

    @Test
    void leaveTokensToTheirOwnVerifier() {
        assertThat(secrets.verify("good-token", "prod-db").join().secret()).isEmpty();
        assertThat(refusal("other-token", "prod-db")).isEqualTo("token-malformed");
    }

    @Test
    void expireAfterAnHourAndWhatTheyOpenedWithItsToken() {
        Issued issued = issue(BOT);
        assertThat(issued.until()).isEqualTo(START.plus(Duration.ofHours(1)));
        assertThat(secrets.verify(issued.secret(), "prod-db").join().until())
                .isEqualTo(token(BOT).until());
        clock.now = issued.until();
        assertThat(refusal(issued.secret(), "prod-db")).isEqualTo("secret-unknown");
    }

    @Test
    void expireWithTheirTokenAtTheLatest() {
        var soon = new VerifiedToken(BOT, START.plusSeconds(60));
        Issued issued = secrets.issue(soon, "prod-db").join();
        assertThat(issued.until()).isEqualTo(soon.until());
        clock.now = START.plusSeconds(60);
        assertThat(refusal(issued.secret(), "prod-db")).isEqualTo("secret-unknown");
    }

    @Test
    void openNothingMoreOnceTheirOwnerRevokesThem() {
        Issued issued = issue(BOT);
        Issued kept = issue(BOT);
        assertThatThrownBy(() -> secrets.revoke(OTHER, issued.id()).join())
                .hasCauseInstanceOf(SecretRefused.class);
        secrets.revoke(BOT, issued.id()).join();
        assertThat(refusal(issued.secret(), "prod-db")).isEqualTo("secret-unknown");
        assertThat(secrets.revoked(issued.id())).isTrue();
        assertThatThrownBy(() -> secrets.revoke(BOT, issued.id()).join())
                .hasCauseInstanceOf(SecretRefused.class);
        assertThat(secrets.verify(kept.secret(), "prod-db")).isCompleted();
        assertThat(secrets.revoked(kept.id())).isFalse();
    }

    @Test
    void areKnownToBeRevokedForAWhileAfterTheirEnd() {
        Issued issued = issue(BOT);
        clock.now = issued.until().minusSeconds(1);
        secrets.revoke(BOT, issued.id()).join();
        clock.now = issued.until().plusSeconds(30);
        issue(OTHER);
        assertThat(secrets.revoked(issued.id())).isTrue();
    }

    @Test
    void areNotWithoutNumberForOnePrincipal() {
        for (int i = 0; i < 100; i++) {
            secrets.revoke(BOT, issue(BOT).id()).join();
        }
        assertThatThrownBy(() -> issue(BOT)).hasMessageContaining("100 for one principal");
        issue(OTHER);
        clock.now = START.plus(Duration.ofMinutes(61));
        issue(BOT);
    }

    @Test
    void areOnRecordWithoutThemselvesAndWithoutAName() throws Exception {
        Issued issued = issue(BOT);
        secrets.revoke(BOT, issued.id()).join();
        close();
        List<GatewayEvent> events = new ArrayList<>();
        try (var reader = SessionLogReader.open(folder.resolve("log"))) {
            reader.forEach(
                    0,
                    record -> !(record.event() instanceof GatewayEvent event) || events.add(event));
        }
        assertThat(events)
                .contains(
                        new SecretIssued(
                                START, issued.id(), "https://issuer", "prod-db", issued.until()),
                        new SecretRevoked(START, issued.id()));
        try (var files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .doesNotContain(issued.secret(), "billing-bot");
            }
        }
        assertThat(issued.toString()).doesNotContain(issued.secret());
    }

    @Test
    void areNotGivenWhenThatCannotBeRecorded() {
        log.close();
        assertThatThrownBy(() -> issue(BOT)).isInstanceOf(RuntimeException.class);
    }

    private Issued issue(Principal who) {
        return secrets.issue(token(who), "prod-db").join();
    }

    private static VerifiedToken token(Principal who) {
        return new VerifiedToken(who, START.plus(Duration.ofHours(8)), Optional.empty());
    }

    private String refusal(String shown, String resource) {
        return secrets.verify(shown, resource)
                .handle((_, failure) -> failure instanceof TokenRefused no ? no.code() : "none")
                .join();
    }

    private static final class SteppedClock extends Clock {
        private Instant now = START;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
