package org.affidavit.gateway.masking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class TokensTest {
    private static final UUID ID = UUID.fromString("11111111-1111-4111-8111-111111111111");

    private final Tokens tokens = new Tokens(new byte[32]);

    /// `printf 'tokens\0ada@example.com' | openssl dgst -sha256 -mac HMAC -macopt hexkey:00...00`
    @Test
    void areWhatOpensslMakesOfTheSameKey() {
        assertThat(tokens.text("tokens", "ada@example.com"))
                .isEqualTo("tok_93b79bca8c5a792e661487225c4aa44e");
    }

    @Test
    void differByRuleValueAndKey() {
        byte[] other = new byte[32];
        other[31] = 1;
        assertThat(tokens.text("a", "x"))
                .isNotEqualTo(tokens.text("b", "x"))
                .isNotEqualTo(tokens.text("a", "y"))
                .isNotEqualTo(new Tokens(other).text("a", "x"));
        assertThat(tokens.uuid("a", ID)).isNotEqualTo(tokens.uuid("b", ID));
    }

    @Test
    void ofUuidsAreUuidsOfTheirMaker() {
        UUID token = tokens.uuid("a", ID);
        assertThat(token).isEqualTo(tokens.uuid("a", ID)).isNotEqualTo(ID);
        assertThat(token.version()).isEqualTo(8);
        assertThat(token.variant()).isEqualTo(2);
    }

    @Test
    void areMadeWithAWholeKeyOnly() {
        assertThatThrownBy(() -> new Tokens(new byte[16]))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
