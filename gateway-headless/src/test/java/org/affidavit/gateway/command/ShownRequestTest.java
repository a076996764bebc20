package org.affidavit.gateway.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
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
        return request(List.of(message('Q', statement + "\0")));
    }

    private static ObjectNode request(List<byte[]> messages) {
        String hash = ConsentRequest.commandSha256(messages);
        var consent =
                new ConsentRequest(
                        "R-1",
                        new SessionId("01KB2N9V3TQ7Z8X4C5D6E7F8G9"),
                        3,
                        new Principal("https://idp", "b", "billing-bot", "team", List.of("agents")),
                        new Resource("prod-db", "postgres"),
                        hash,
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
        json.put("commandSha256", hash).put("policyDigest", "11").put("nonce", "22");
        json.put("expires", "2026-01-01T00:00:00Z").put("statement", "DELETE FROM shown");
        var array = json.putArray("messages");
        messages.forEach(message -> array.add(Base64.getEncoder().encodeToString(message)));
        return json.put("digest", consent.digest());
    }

    private static byte[] message(char type, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(5 + bytes.length)
                .put((byte) type)
                .putInt(4 + bytes.length)
                .put(bytes)
                .array();
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
    void theStatementShownIsTheOneInTheBytes() throws Exception {
        assertThat(shown(request("DROP TABLE b"))).contains("DROP TABLE b").doesNotContain("shown");
    }

    @Test
    void boundValuesAreShown() throws Exception {
        var asked =
                List.of(
                        message('P', "\0DELETE FROM a WHERE id = $1 AND b = $2\0\0\0"),
                        message('B', "\0\0\0\0\0\2\0\0\0\0033'3\0\0\0\1x\0\0"),
                        message('E', "\0\0\0\0\0"));
        assertThat(shown(request(asked)))
                .contains("DELETE FROM a WHERE id = $1 AND b = $2")
                .contains("$1 = '3''3'")
                .contains("$2 = 'x'");
    }

    @Test
    void bytesThatCannotBeShownAreWarnedOf() throws Exception {
        assertThat(shown(request(List.of(message('Q', "SELECT 1\0"), message('!', "abc")))))
                .contains("3 bytes that cannot be shown: do not approve");
    }

    @Test
    void nothingIsSignedWhenTheBytesShownAreNotTheOnesHeld() {
        var request = request("DELETE FROM a");
        request.putArray("messages")
                .add(Base64.getEncoder().encodeToString(message('Q', "SELECT 1\0")));
        assertThatThrownBy(() -> ShownRequest.of(request))
                .isInstanceOfSatisfying(
                        CommandFailed.class,
                        failed -> assertThat(failed.exit()).isEqualTo(ExitCode.ALTERED));
    }

    @Test
    void whatIsNoRequestIsRefused() {
        assertThatThrownBy(() -> ShownRequest.of(JSON.createObjectNode()))
                .isInstanceOf(CommandFailed.class);
    }
}
