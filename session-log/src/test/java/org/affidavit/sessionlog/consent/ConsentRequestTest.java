package org.affidavit.sessionlog.consent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.affidavit.sessionlog.event.Principal;
import org.affidavit.sessionlog.event.Resource;
import org.affidavit.sessionlog.event.SessionId;
import org.junit.jupiter.api.Test;

class ConsentRequestTest {
    @Test
    void digestIsTheHashOfTheCanonicalFields() {
        // The same fields in any order, through a tool that is not ours:
        // echo
        // '{"type":"affidavit-consent-v1","session":"01JDABCDEFGHJKMNPQRSTVWXYZ","request":"r-1",
        //   "command":3,"command_sha256":"ab","policy_digest":"cd","nonce":"ef",
        //   "expires":"2026-11-22T10:00:00Z","resource":{"name":"prod-db","kind":"postgres"},
        //   "agent":{"issuer":"https://issuer","subject":"s","name":"billing-bot","owner":"ö\n",
        //   "groups":["agents","b"]}}' | jq -cSj . | sha256sum
        assertThat(request("ab").digest())
                .isEqualTo("1e33d58d499b650270ed150019f6763e90d92a21113a693b21e4afcda76064a0");
    }

    @Test
    void anotherByteOfTheCommandGivesAnotherDigest() {
        assertThat(request("ac").digest()).isNotEqualTo(request("ab").digest());
    }

    @Test
    void writesControlCharactersAsTheRfcDoes() {
        // RFC 8785, section 3.2.2.2: two-character escapes where there are any, else lower-case
        // hex.
        assertThat(named("\u001f\b\u007f\u2028").canonical())
                .contains("\"name\":\"\\u001f\\b\u007f\u2028\"");
    }

    @Test
    void refusesTextThatHasNoUtf8Form() {
        assertThatThrownBy(named("\ud800")::digest).isInstanceOf(IllegalArgumentException.class);
    }

    private static ConsentRequest named(String agent) {
        return new ConsentRequest(
                "r-1",
                new SessionId("01JDABCDEFGHJKMNPQRSTVWXYZ"),
                3,
                new Principal("https://issuer", "s", agent, "", List.of()),
                new Resource("prod-db", "postgres"),
                "ab",
                "cd",
                "ef",
                Instant.parse("2026-11-22T10:00:00Z"));
    }

    private static ConsentRequest request(String commandSha256) {
        return new ConsentRequest(
                "r-1",
                new SessionId("01JDABCDEFGHJKMNPQRSTVWXYZ"),
                3,
                new Principal("https://issuer", "s", "billing-bot", "ö\n", List.of("agents", "b")),
                new Resource("prod-db", "postgres"),
                commandSha256,
                "cd",
                "ef",
                Instant.parse("2026-11-22T10:00:00Z"));
    }
}
