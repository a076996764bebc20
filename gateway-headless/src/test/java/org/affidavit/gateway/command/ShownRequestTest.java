package org.affidavit.gateway.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import org.affidavit.sessionlog.consent.ConsentRequest;
import org.affidavit.sessionlog.event.Principal;
import org.affidavit.sessionlog.event.Resource;
import org.affidavit.sessionlog.event.SessionId;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ShownRequestTest {
    private static final JsonMapper JSON = JsonMapper.shared();

    private static ObjectNode request(String statement) {
        var consent =
                new ConsentRequest(
                        "R-1",
                        new SessionId("01KB2N9V3TQ7Z8X4C5D6E7F8G9"),
                        3,
                        new Principal("https://idp", "b", "billing-bot", "team", List.of("agents")),
                        new Resource("prod-db", "postgres"),
                        "00",
                        "11",
                        "22",
                        Instant.parse("2026-01-01T00:00:00Z"));
        var json = JSON.createObjectNode();
        json.put("id", "R-1").put("session", "01KB2N9V3TQ7Z8X4C5D6E7F8G9").put("command", 3);
        json.putObject("agent")
                .put("issuer", "https://idp")
                .put("subject", "b")
                .put("name", "billing-bot")
                .put("owner", "team")
                .putArray("groups")
                .add("agents");
        json.putObject("resource").put("name", "prod-db").put("kind", "postgres");
        json.put("commandSha256", "00").put("policyDigest", "11").put("nonce", "22");
        json.put("expires", "2026-01-01T00:00:00Z").put("statement", statement);
        return json.put("digest", consent.digest());
    }

    private static String shown(ObjectNode request) throws Exception {
        var text = new StringWriter();
        ShownRequest.of(request).printTo(new PrintWriter(text, true));
        return text.toString();
    }

    @Test
    void theDigestIsRecomputedFromWhatIsShown() throws Exception {
        assertThat(shown(request("DELETE FROM a"))).contains("recomputed here");
    }

    @Test
    void nothingIsSignedWhenTheGatewayShowsAnotherAgent() {
        var request = request("DELETE FROM a");
        ((ObjectNode) request.get("agent")).put("name", "somebody-else");
        assertThatThrownBy(() -> ShownRequest.of(request))
                .isInstanceOfSatisfying(
                        CommandFailed.class,
                        failed -> assertThat(failed.exit()).isEqualTo(ExitCode.ALTERED));
    }

    @Test
    void hiddenCharactersInAStatementAreShownAndWarnedOf() throws Exception {
        assertThat(shown(request("DELETE FROM a -- \u202eWHERE")))
                .contains("\\u{202E}")
                .contains("hide or reorder");
    }

    @Test
    void aStatementIsNotSaidToBeCoveredWhenItsBytesAreOthers() throws Exception {
        assertThat(shown(request("DELETE FROM a"))).contains("the gateway's reading of them");
    }

    @Test
    void whatIsNoRequestIsRefused() {
        assertThatThrownBy(() -> ShownRequest.of(JSON.createObjectNode()))
                .isInstanceOf(CommandFailed.class);
    }
}
