package org.affidavit.evidence.pdf;

import static org.assertj.core.api.Assertions.assertThat;

import org.affidavit.evidence.pdf.VisibleText.Run;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VisibleTextTest {
    private final VisibleText visible = new VisibleText(point -> point < 0x250);

    @Test
    void leavesPlainTextAlone() {
        assertThat(visible.runs("SELECT 'Žofie'\n FROM t"))
                .containsExactly(new Run("SELECT 'Žofie'\n FROM t", false));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "9, 9",
        "13, D",
        "27, 1B",
        "127, 7F",
        "160, A0",
        "173, AD",
        "769, 301",
        "1488, 5D0",
        "8203, 200B",
        "8238, 202E",
        "57344, E000",
        "55296, D800",
        "129418, 1F98A"
    })
    void escapesWhatCouldMislead(int point, String hex) {
        assertThat(new VisibleText(_ -> true).flat("a" + Character.toString(point) + "b"))
                .isEqualTo("a\\u{" + hex + "}b");
    }

    @Test
    void escapesWhatNoFontShows() {
        assertThat(visible.flat("漢")).isEqualTo("\\u{6F22}");
    }

    @Test
    void tellsAnEscapeFromTextThatLooksLikeOne() {
        assertThat(visible.flat("\\u{202E} C:\\temp")).isEqualTo("\\u{5C}u{202E} C:\\temp");
    }

    @Test
    void marksEscapesApart() {
        assertThat(visible.runs("a\u202e\u202eb"))
                .containsExactly(
                        new Run("a", false),
                        new Run("\\u{202E}\\u{202E}", true),
                        new Run("b", false));
    }
}
