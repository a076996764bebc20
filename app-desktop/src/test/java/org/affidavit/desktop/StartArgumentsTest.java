package org.affidavit.desktop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StartArgumentsTest {
    private String file;
    @TempDir Path folder;

    @BeforeEach
    void makeFile() throws IOException {
        file = Files.writeString(folder.resolve("ca.crt"), "").toString();
    }

    @Test
    void readsLogAndGateway() {
        var all = new ArrayList<>(gateway("https://localhost:8443"));
        all.addAll(List.of("--log", folder.toString(), "--trust", file, "--reader-key", file));
        all.addAll(List.of("--cosign-as", "auditor.example/mira"));
        var arguments = StartArguments.parse(all);

        assertThat(arguments.log()).isEqualTo(folder);
        assertThat(arguments.trust()).isEqualTo(Path.of(file));
        assertThat(arguments.readerKey()).isEqualTo(Path.of(file));
        assertThat(arguments.cosignAs()).isEqualTo("auditor.example/mira");
        assertThat(arguments.line().gateway()).isEqualTo(URI.create("https://localhost:8443"));
        assertThat(arguments.line().deviceKey()).isEqualTo(folder.resolve("dana.jwk"));
    }

    @Test
    void needsNothing() {
        assertThat(StartArguments.parse(List.of()))
                .isEqualTo(new StartArguments(null, null, null, null, null));
    }

    @Test
    void namesAnOptionItDoesNotKnow() {
        refuses("There is no option --logs.", "--logs", "/srv/log");
    }

    @Test
    void namesAnOptionWithoutItsValue() {
        refuses("The option --log needs a value after it.", "--log");
        refuses("The option --log needs a value after it.", "--log", "--trust", file);
    }

    @Test
    void namesAnOptionThatStandsThereTwice() {
        refuses("The option --trust stands there twice.", "--trust", file, "--trust", file);
    }

    @Test
    void saysThatALogIsNotThereOrIsNoFolder() {
        refuses("There is no folder", "--log", folder.resolve("nothing").toString());
        refuses("is a file", "--log", file);
    }

    @Test
    void saysThatAFileIsNotThereOrIsAFolder() {
        refuses("There is no file", "--trust", folder.resolve("nothing").toString());
        refuses("is a folder", "--trust", folder.toString());
    }

    @Test
    void namesWhatIsMissingToConnect() {
        refuses("name --ca, --device-key, --token-file too", "--gateway", "https://localhost:8443");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://localhost:8443", "localhost:8443", "https://", "not an address"})
    void takesNoOtherAddressThanHttps(String address) {
        refuses("is no address of a gateway", gateway(address).toArray(String[]::new));
    }

    private List<String> gateway(String address) {
        return List.of(
                "--gateway",
                address,
                "--ca",
                file,
                "--token-file",
                file,
                "--device-key",
                folder.resolve("dana.jwk").toString());
    }

    private static void refuses(String sentence, String... arguments) {
        assertThatThrownBy(() -> StartArguments.parse(List.of(arguments)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(sentence);
    }
}
