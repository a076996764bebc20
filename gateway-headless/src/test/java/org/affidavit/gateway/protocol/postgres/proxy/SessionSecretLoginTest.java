package org.affidavit.gateway.protocol.postgres.proxy;

import static org.affidavit.gateway.protocol.postgres.proxy.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.affidavit.gateway.identity.VerifiedToken;
import org.affidavit.gateway.protocol.postgres.proxy.InMemoryRecorder.Closed;
import org.affidavit.gateway.protocol.postgres.proxy.InMemoryRecorder.Opened;
import org.affidavit.sessionlog.event.GatewayEvent.AccessRefused;
import org.affidavit.sessionlog.event.SessionEvent.CloseCause;
import org.junit.jupiter.api.Test;

/// Agents whose client takes no password as long as a token is.
class SessionSecretLoginTest {
    @Test
    void openSessionsThatSayWithWhichSecret() throws Exception {
        try (var gateway = TestGateway.start()) {
            var issued = gateway.secrets.issue(token(), "plain-db").join();
            gateway.connectAs("billing-bot", issued.secret(), "plain-db").close();
            gateway.connectAs("billing-bot", issued.secret(), "plain-db").close();
            gateway.connect("plain-db").close();
            assertThat(gateway.recorder.all(Opened.class))
                    .extracting(Opened::secret)
                    .containsExactly(
                            Optional.of(issued.id()), Optional.of(issued.id()), Optional.empty());
        }
    }

    @Test
    void areRefusedAnotherResourceAndWhatWasRevoked() throws Exception {
        try (var gateway = TestGateway.start()) {
            var issued = gateway.secrets.issue(token(), "plain-db").join();
            assertThatThrownBy(() -> gateway.connectAs("billing-bot", issued.secret(), "masked-db"))
                    .hasMessageContaining("for another resource")
                    .hasMessageNotContaining(issued.secret())
                    .extracting(e -> ((SQLException) e).getSQLState())
                    .isEqualTo("28P01");
            gateway.secrets.revoke(TestGateway.AGENT, issued.id()).join();
            assertThatThrownBy(() -> gateway.connectAs("billing-bot", issued.secret(), "plain-db"))
                    .hasMessageContaining("was revoked");
            until("both are recorded", () -> refusals(gateway) == 2);
            assertThat(gateway.recorder.all(Opened.class)).isEmpty();
        }
    }

    @Test
    void loseTheirSessionsWhenTheSecretIsRevokedAndNoOthers() throws Exception {
        try (var gateway = TestGateway.start()) {
            var issued = gateway.secrets.issue(token(), "plain-db").join();
            try (var opened = RawClient.inSession(gateway, "plain-db", issued.secret());
                    var other = RawClient.inSession(gateway, "plain-db")) {
                gateway.secrets.revoke(TestGateway.AGENT, issued.id()).join();
                assertThat(opened.next()).startsWith("E").contains("57P01", "was revoked");
                assertThat(opened.closed()).isTrue();
                other.message('Q', body -> RawClient.text(body, "SELECT 'still here'"));
                assertThat(String.join("", other.until('Z'))).contains("still here");
            }
            assertThat(gateway.recorder.all(Closed.class).getFirst().cause())
                    .isEqualTo(CloseCause.TERMINATED);
        }
    }

    @Test
    void areRefusedUnderAnotherName() throws Exception {
        try (var gateway = TestGateway.start()) {
            var issued = gateway.secrets.issue(token(), "plain-db").join();
            assertThatThrownBy(() -> gateway.connectAs("admin", issued.secret(), "plain-db"))
                    .extracting(e -> ((SQLException) e).getSQLState())
                    .isEqualTo("28000");
        }
    }

    private static long refusals(TestGateway gateway) {
        return gateway.recorder.events.stream().filter(AccessRefused.class::isInstance).count();
    }

    private static VerifiedToken token() {
        return new VerifiedToken(TestGateway.AGENT, Instant.MAX);
    }
}
