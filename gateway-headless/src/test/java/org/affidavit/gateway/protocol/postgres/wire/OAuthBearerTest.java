package org.affidavit.gateway.protocol.postgres.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a client says first in OAUTHBEARER.
class OAuthBearerTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "n,,\1auth=Bearer abc.DEF_-~+/9==\1\1",
                "y,,\1auth=bearer   abc.DEF_-~+/9==\1\1",
                "n,,\1host=gw.corp.example\1port=6432\1auth=Bearer abc.DEF_-~+/9==\1\1"
            })
    void readsTheToken(String message) {
        assertThat(OAuthBearer.token(message)).contains("abc.DEF_-~+/9==");
    }

    @Test
    void readsThatNoTokenIsShown() {
        assertThat(OAuthBearer.token("n,,\1auth=\1\1")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\1",
                "n,,",
                "n,,\1\1",
                "n,,\1auth=Bearer secret\1",
                "n,,\1auth=Bearer secret",
                "n,,auth=Bearer secret\1\1",
                "n,a=admin,\1auth=Bearer secret\1\1",
                "p=tls-exporter,,\1auth=Bearer secret\1\1",
                "n,,\1auth=Basic secret\1\1",
                "n,,\1auth=Bearer\1\1",
                "n,,\1auth=Bearer \1\1",
                "n,,\1auth=Bearer sec ret\1\1",
                "n,,\1auth=Bearer se=cret\1\1",
                "n,,\1auth=Bearer secret\1auth=Bearer secret\1\1",
                "n,,\1auth=Bearer secret\1auth=\1\1",
                "n,,\1host=x\1\1",
                "n,,\1=x\1auth=Bearer secret\1\1",
                "n,,\1x\1auth=Bearer secret\1\1",
                "n,,\1auth=Bearer secret\1\1\1",
                "n,,\1auth=Bearer s\u00e9cret\1\1",
                "n,,\1auth=Bearer secret\n\1\1"
            })
    void refusesWhatIsMalformedAndQuotesNothingOfIt(String message) {
        assertThatThrownBy(() -> OAuthBearer.token(message))
                .isInstanceOf(ProtocolViolation.class)
                .hasMessageNotContaining("secret");
    }

    @Test
    void readsItFromTheMessageThatNamesTheMechanism() {
        var initial =
                Authentication.readSaslInitial(
                        ByteBufs.frame('p', "OAUTHBEARER\0\0\0\0\13n,,\1auth=\1\1"));
        assertThat(initial.mechanism()).isEqualTo(OAuthBearer.MECHANISM);
        assertThat(OAuthBearer.token(initial.data())).isEmpty();
        assertThat(initial.toString()).doesNotContain("auth");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "OAUTHBEARER",
                "OAUTHBEARER\0\0\0\0",
                "OAUTHBEARER\0\377\377\377\377",
                "OAUTHBEARER\0\0\0\0\14n,,\1auth=\1\1",
                "OAUTHBEARER\0\0\0\0\12n,,\1auth=\1\1",
                "OAUTHBEARER\0\177\377\377\377n,,\1auth=\1\1"
            })
    void refusesAMessageOfAnotherLengthThanItSays(String body) {
        assertThatThrownBy(() -> Authentication.readSaslInitial(ByteBufs.frame('p', body)))
                .isInstanceOf(ProtocolViolation.class);
    }
}
