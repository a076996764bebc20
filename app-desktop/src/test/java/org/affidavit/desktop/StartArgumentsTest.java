package org.affidavit.desktop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class StartArgumentsTest {
    @Test
    void readsLogAndGateway() {
        var arguments =
                StartArguments.parse(
                        List.of("--log", "/srv/log", "--gateway", "https://localhost:8443"));

        assertThat(arguments.log()).isEqualTo(Path.of("/srv/log"));
        assertThat(arguments.gateway()).isEqualTo("https://localhost:8443");
        assertThat(arguments.ca()).isNull();
    }

    @Test
    void namesAnOptionItDoesNotKnow() {
        assertThatThrownBy(() -> StartArguments.parse(List.of("--logs", "/srv/log")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--logs");
    }

    @Test
    void namesAnOptionWithoutItsValue() {
        assertThatThrownBy(() -> StartArguments.parse(List.of("--log")))
                .hasMessageContaining("--log")
                .hasMessageContaining("value");
    }
}
