package org.affidavit.desktop.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.affidavit.sessionlog.consent.ConsentDecision;
import org.affidavit.sessionlog.consent.DeviceKey;
import org.affidavit.sessionlog.consent.DeviceStatement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpGatewayTest {
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private FakeControlApi api;
    private HttpGateway gateway;
    private DeviceKey key;
    @TempDir Path folder;

    @BeforeEach
    void start() throws Exception {
        api = new FakeControlApi(folder);
        gateway = new HttpGateway(api.base(), api.ca(), FakeControlApi.tokenFile(folder));
        key = DeviceKey.loadOrCreate(folder.resolve("dana.jwk"));
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
        api.close();
    }

    @Test
    void knowsWhoIsCalling() throws Exception {
        assertThat(gateway.whoami().name()).isEqualTo("dana");
        assertThat(gateway.whoami().groups()).containsExactly("db-approvers");
    }

    @Test
    void readsRequestsWhoseDigestCanBeComputedAgain() throws Exception {
        api.hold("req-1", "DELETE FROM payments");

        assertThat(gateway.approvals())
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.command().text()).isEqualTo("DELETE FROM payments");
                    assertThat(one.digestHolds()).isTrue();
                });
    }

    @Test
    void handsInADecisionSignedByTheEnrolledKey() throws Exception {
        api.hold("req-1", "DELETE FROM payments");
        gateway.enrol(key, Clock.systemUTC().instant());
        var asked = gateway.approvals().getFirst();

        var decided = gateway.decide("req-1", sign(asked.digest()));

        assertThat(decided.state()).isEqualTo(Approval.State.DENIED);
        assertThat(api.decisions()).extracting(ConsentDecision::reason).containsExactly("No.");
    }

    @Test
    void provesThatItHoldsTheKeyThatItEnrols() throws Exception {
        Instant now = Instant.parse("2026-11-22T10:00:00Z");
        gateway.enrol(key, now);

        assertThat(DeviceKey.verifyStatement(api.proof(), key.publicJwk()))
                .isEqualTo(
                        new DeviceStatement(
                                DeviceStatement.Kind.ENROLMENT,
                                "https://id.example",
                                "dana",
                                key.thumbprint(),
                                FakeControlApi.ORIGIN,
                                now));
    }

    @Test
    void tellsTheGatewaysOwnReasonForARefusal() throws Exception {
        api.hold("req-1", "DELETE FROM payments");
        gateway.enrol(key, Clock.systemUTC().instant());

        assertThatThrownBy(() -> gateway.decide("req-1", sign("00".repeat(32))))
                .isInstanceOfSatisfying(
                        GatewayRefusal.class,
                        refusal -> assertThat(refusal.code()).isEqualTo("wrong-digest"));
    }

    @Test
    void takesAFreshTokenWithoutRestart() throws Exception {
        Files.writeString(folder.resolve("dana.token"), "stale");
        assertThatThrownBy(() -> gateway.whoami()).hasMessageContaining("fresh one");

        FakeControlApi.tokenFile(folder);
        assertThat(gateway.whoami().name()).isEqualTo("dana");
    }

    @Test
    void hearsChangesAsTheyHappen() throws Exception {
        follow();
        api.hold("req-1", "DELETE FROM payments");
        assertThat(next()).isEqualTo("req-1 WAITING");

        gateway.enrol(key, Clock.systemUTC().instant());
        gateway.decide("req-1", sign(gateway.approvals().getFirst().digest()));
        assertThat(next()).isEqualTo("req-1 DENIED");
    }

    @Test
    void saysThatTheLineBrokeAndComesBack() throws Exception {
        follow();
        api.breakStreams();

        assertThat(next()).isEqualTo("lost");
        assertThat(next()).isEqualTo("connected");
    }

    @Test
    void trustsNoOtherCertificate() throws Exception {
        var other = TestCertificate.make().writeTo(folder.resolve("other.crt"));
        try (var stranger = new HttpGateway(api.base(), other, FakeControlApi.tokenFile(folder))) {
            assertThatThrownBy(stranger::whoami).isInstanceOf(IOException.class);
        }
    }

    @Test
    void refusesAnAddressWithoutTls() {
        assertThatThrownBy(() ->
                        new HttpGateway(
                                URI.create("http://localhost:1"),
                                api.ca(),
                                folder.resolve("dana.token")))
                .hasMessageContaining("https://");
    }

    private void follow() throws Exception {
        gateway.follow(
                new Gateway.Listener() {
                    @Override
                    public void changed(Approval approval) {
                        heard.add(approval.id() + " " + approval.state());
                    }

                    @Override
                    public void connected() {
                        heard.add("connected");
                    }

                    @Override
                    public void lost(String why, long retrySeconds) {
                        heard.add("lost");
                    }
                });
        assertThat(next()).isEqualTo("connected");
    }

    private String next() throws InterruptedException {
        return heard.poll(20, TimeUnit.SECONDS);
    }

    private String sign(String digest) {
        return key.sign(new ConsentDecision("req-1", digest, false, "No.", Instant.EPOCH));
    }
}
