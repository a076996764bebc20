package org.affidavit.gateway.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Programs that print a password.
class PasswordCommandsTest {
    private static final Duration SHORT = Duration.ofSeconds(1);

    @TempDir Path folder;

    @Test
    void theirOneLineIsThePassword() throws Exception {
        assertThat(printed("/bin/echo", "secret word")).isEqualTo("secret word");
        assertThat(printed("/usr/bin/printf", "no line end")).isEqualTo("no line end");
    }

    @Test
    void noShellReadsTheirArguments() throws Exception {
        assertThat(printed("/bin/echo", "$HOME; echo `id` > " + folder))
                .isEqualTo("$HOME; echo `id` > " + folder);
    }

    @Test
    void whatTheySayOnStandardErrorIsNotThePasswordAndGoesNowhere() throws Exception {
        assertThat(printed("/bin/sh", "-c", "echo noise >&2; echo word")).isEqualTo("word");
    }

    @Test
    void theyAreNotLeftWaitingForInput() throws Exception {
        assertThat(printed("/bin/sh", "-c", "cat; echo word")).isEqualTo("word");
    }

    @Test
    void theirFailureIsNamedAndTheirOutputIsNot() {
        refuses("ended with exit code 3", "/bin/sh", "-c", "echo secret; echo secret >&2; exit 3");
        refuses("cannot be run", folder.resolve("missing").toString(), "secret");
        refuses("printed nothing", "/bin/true", "secret");
        refuses("more than one line", "/usr/bin/printf", "secret\nsecret");
        refuses("more than one line", "/usr/bin/printf", "secret\\0secret");
        refuses("other than text", "/usr/bin/printf", "secret\\377");
        refuses("printed more than 16384 bytes", "/bin/sh", "-c", "yes secret");
    }

    @Test
    void theyAreStoppedWithTheirChildrenWhenTheyTakeTooLong() throws Exception {
        Path pid = folder.resolve("pid");
        refuses("did not end within 1 s", "/bin/sleep", "60");
        refuses(
                "did not end within 1 s",
                "/bin/sh",
                "-c",
                "exec >&-; echo $$ > " + pid + "; sleep 60");
        assertThat(ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())))
                .satisfiesAnyOf(
                        gone -> assertThat(gone).isEmpty(),
                        ending -> ending.orElseThrow().onExit().join());
    }

    @Test
    void theyAreStoppedWhenAChildKeepsTheirOutputOpen() {
        refuses("did not end within 1 s", "/bin/sh", "-c", "echo secret; sleep 60 & wait");
    }

    private static String printed(String... line) throws Exception {
        try (var secret = new PasswordCommands().run("prod-db", List.of(line))) {
            return new String(secret.reveal());
        }
    }

    private static void refuses(String because, String... line) {
        assertThatThrownBy(() -> new PasswordCommands(SHORT).run("prod-db", List.of(line)))
                .isInstanceOf(CredentialUnavailable.class)
                .hasMessageContaining("prod-db")
                .hasMessageContaining(because)
                .message()
                .doesNotContain("secret");
    }
}
