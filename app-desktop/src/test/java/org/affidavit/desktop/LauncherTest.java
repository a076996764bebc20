package org.affidavit.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class LauncherTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private boolean started;

    @Test
    void startsTheAppAndEndsWithZero() {
        assertThat(run(List.of())).isZero();
        assertThat(started).isTrue();
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void endsBadOptionsWithASentenceAndTheCodeForUsage() {
        assertThat(run(List.of("--logs", "/srv/log"))).isEqualTo(Launcher.USAGE);
        assertThat(err.toString().lines())
                .containsExactly(
                        "affidavit-desktop: There is no option --logs.",
                        "See all options: affidavit-desktop --help");
        assertThat(started).isFalse();
    }

    @Test
    void listsItsOptionsWithoutADisplay() {
        assertThat(run(List.of("--help"))).isZero();
        assertThat(out.toString())
                .contains("--log FOLDER", "--trust FILE", "--gateway URL", "--ca FILE")
                .contains("--token-file FILE", "--device-key FILE", "the gateway's options");
        assertThat(started).isFalse();
    }

    @Test
    void saysThatThereIsNoDisplayAndWhatToUseInstead() {
        int code =
                Launcher.run(
                        List.of(),
                        new PrintWriter(out, true),
                        new PrintWriter(err, true),
                        () -> {
                            throw new UnsupportedOperationException("Unable to open DISPLAY");
                        });

        assertThat(code).isEqualTo(Launcher.FAILED);
        assertThat(err.toString()).contains("no display", "affidavit verify");
    }

    private int run(List<String> arguments) {
        return Launcher.run(
                arguments,
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                () -> started = true);
    }
}
