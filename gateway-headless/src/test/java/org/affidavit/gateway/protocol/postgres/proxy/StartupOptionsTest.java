package org.affidavit.gateway.protocol.postgres.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StartupOptionsTest {
    @Test
    void readsSettingsInEveryFormThatTheServerReads() {
        assertThat(
                        StartupOptions.read(
                                "-c geqo=off  -cTimeZone=UTC --extra-float-digits=3 -c"
                                        + " DateStyle=SQL,\\ DMY"))
                .contains(
                        Map.of(
                                "geqo",
                                "off",
                                "timezone",
                                "UTC",
                                "extra_float_digits",
                                "3",
                                "datestyle",
                                "SQL, DMY"));
        assertThat(StartupOptions.read(" ")).contains(Map.of());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-c",
                "-c geqo",
                "-d 5",
                "geqo=off",
                "-c geqo=off -F",
                "-c =x",
                "--",
                "-e -c a=b"
            })
    void readsNothingElse(String options) {
        assertThat(StartupOptions.read(options)).isEmpty();
    }
}
