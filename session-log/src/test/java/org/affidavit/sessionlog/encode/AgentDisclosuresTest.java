package org.affidavit.sessionlog.encode;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;
import org.affidavit.sessionlog.encode.AgentDisclosures.Withholding;
import org.affidavit.sessionlog.event.Agent;
import org.affidavit.sessionlog.event.Payload;
import org.affidavit.sessionlog.event.Principal;
import org.affidavit.sessionlog.event.WireFrame;
import org.affidavit.sessionlog.event.WireFrame.Direction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgentDisclosuresTest {
    private static final String SALT = "_26bc4LT-ac6q2KI6cBW5Q";
    private static final Principal AGENT =
            new Principal("https://id", "s\"\\\n🦊", "billing-bot", "", List.of("agents", "ä"));

    @Test
    void areWhatTheyWere() throws Exception {
        Withholding made = AgentDisclosures.of(AGENT, new SecureRandom());
        assertThat(made.payload().frames()).hasSize(3);
        assertThat(AgentDisclosures.read(made.agent(), made.payload())).isEqualTo(AGENT);
    }

    @Test
    void areSaltedAnewForEachSession() throws Exception {
        var random = new SecureRandom();
        Withholding one = AgentDisclosures.of(AGENT, random);
        Withholding other = AgentDisclosures.of(AGENT, random);
        assertThat(one.agent().digests()).doesNotContainAnyElementsOf(other.agent().digests());
    }

    /// RFC 9901, section 4.2.3: its own example of a digest.
    @Test
    void haveTheDigestOfTheStandard() throws Exception {
        String disclosure = "WyI2cU1RdlJMNWhhaiIsICJmYW1pbHlfbmFtZSIsICJNw7ZiaXVzIl0";
        assertThat(digest(disclosure)).isEqualTo("uutlBuYeMDyjLLTpf6Jxi7yNkEF35jdyWMn9U7b_RYY");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "null",
                "[\"SALT\",\"name\"]",
                "[\"SALT\",\"name\",\"n\",\"n\"]",
                "[\"SALT\",\"name\",1]",
                "[\"SALT\",\"name\",null]",
                "[\"SALT\",\"name\",[\"n\"]]",
                "[1,\"name\",\"n\"]",
                "[\"SALT\", \"name\",\"n\"]",
                "[\"SALT\",\"name\",\"n\"] ",
                "[\"SALT\",\"name\",\"\\u006e\"]",
                "[\"SALT\",\"sub\",\"n\"]",
                "[\"SALT\",\"admin\",\"n\"]",
                "[\"\",\"name\",\"n\"]",
                "[\"c2FsdA\",\"name\",\"n\"]",
                "[\"SALT=\",\"name\",\"n\"]"
            })
    void areRefusedInEveryOtherForm(String json) throws Exception {
        String disclosure = base64(json.replace("SALT", SALT));
        assertRefused(it -> disclosure);
    }

    @Test
    void areRefusedInAnotherFormOfBase64() throws Exception {
        String right = "[\"" + SALT + "\",\"name\",\"nn\"]";
        assertThat(AgentDisclosures.read(with(base64(right)), payload(base64(right))).name())
                .isEqualTo("nn");
        for (String wrong : List.of(base64(right) + "=", base64(right) + "\n", "%%%", "é")) {
            assertRefused(it -> wrong);
        }
    }

    @Test
    void areRefusedIfTheyAreNotExactlyTheThree() throws Exception {
        Withholding made = AgentDisclosures.of(AGENT, new SecureRandom());
        List<WireFrame> frames = made.payload().frames();
        var name = frames.get(0);
        var owner = frames.get(1);
        var sub = frames.get(2);
        for (List<WireFrame> wrong :
                List.of(
                        List.<WireFrame>of(),
                        List.of(name, owner),
                        List.of(name, name, sub),
                        List.of(owner, name, sub),
                        List.of(name, owner, sub, sub),
                        List.of(name, owner, new WireFrame(Direction.DISCLOSURE, 1, sub.bytes())),
                        List.of(name, owner, new WireFrame(Direction.TO_AGENT, 0, sub.bytes())))) {
            assertThatThrownBy(() -> AgentDisclosures.read(made.agent(), new Payload(wrong)))
                    .isInstanceOf(Malformed.class);
        }
    }

    @Test
    void areRefusedIfTheyAreOfAnotherAgent() throws Exception {
        Withholding made = AgentDisclosures.of(AGENT, new SecureRandom());
        Withholding other = AgentDisclosures.of(AGENT, new SecureRandom());
        assertThatThrownBy(() -> AgentDisclosures.read(made.agent(), other.payload()))
                .hasMessageContaining("does not have the digest of name");
    }

    @Test
    void areRefusedWhenTheyAreTooLong() throws Exception {
        var long1 = new Principal("https://id", "s", "n".repeat(60_000), "", List.of());
        assertThatThrownBy(() -> AgentDisclosures.of(long1, new SecureRandom()))
                .hasMessageContaining("the name of an agent is too long");
        String json = "[\"" + SALT + "\",\"name\",\"" + "n".repeat(60_000) + "\"]";
        assertRefused(it -> base64(json));
    }

    private static void assertRefused(UnaryOperator<String> name) throws Exception {
        String changed = name.apply("");
        assertThatThrownBy(() -> AgentDisclosures.read(with(changed), payload(changed)))
                .isInstanceOf(Malformed.class);
    }

    /// An agent whose record commits to this for its name, whatever it is.
    private static Agent.Withheld with(String name) throws Exception {
        var digests = new ArrayList<String>();
        for (WireFrame frame : payload(name).frames()) {
            digests.add(digest(new String(frame.bytes(), UTF_8)));
        }
        return new Agent.Withheld("https://id", List.of(), digests);
    }

    private static Payload payload(String name) {
        var frames = new ArrayList<WireFrame>();
        for (String text :
                List.of(
                        name,
                        base64("[\"" + SALT + "\",\"owner\",\"o\"]"),
                        base64("[\"" + SALT + "\",\"sub\",\"s\"]"))) {
            frames.add(new WireFrame(Direction.DISCLOSURE, 0, text.getBytes(UTF_8)));
        }
        return new Payload(frames);
    }

    private static String base64(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(UTF_8));
    }

    private static String digest(String disclosure) throws Exception {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(disclosure.getBytes(US_ASCII));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    }
}
