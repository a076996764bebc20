package org.affidavit.sessionlog.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.affidavit.sessionlog.text.VisibleText.Run;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VisibleTextTest {
    private final VisibleText page = VisibleText.page(point -> point < 0x250);
    private final VisibleText line = VisibleText.line();
    private final VisibleText lines = VisibleText.lines();

    @Test
    void leavesPlainTextAlone() {
        assertThat(page.runs("SELECT 'Žofie'\n FROM t"))
                .containsExactly(new Run("SELECT 'Žofie'\n FROM t", false));
    }

    @Test
    void leavesOrdinaryTextOfManyLanguagesAlone() {
        assertThat(line.of("Lindqvist, Zażółć, Ελένη, 東京, 한국, été, 😀"))
                .isEqualTo("Lindqvist, Zażółć, Ελένη, 東京, 한국, été, 😀");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "9, 9",
        "10, A",
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
        "55296, D800"
    })
    void escapesWhatCouldMislead(int point, String hex) {
        assertThat(line.of("a" + Character.toString(point) + "b")).isEqualTo("a\\u{" + hex + "}b");
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                0x034F, 0xFE0F, 0x180B, 0xE0100, 0x2800, 0x115F, 0x1160, 0x3164, 0xFFA0, 0xFFFC,
                0x1D159
            })
    void escapesWhatTakesNoInk(int point) {
        assertThat(lines.hidden(Character.toString(point))).isOne();
    }

    @ParameterizedTest
    @ValueSource(ints = {0x0336, 0x20DD, 0x0903, 0x11A8, 0x1F3FD})
    void escapesWhatJoinsWithTheCharacterBefore(int point) {
        assertThat(lines.hidden("a" + Character.toString(point))).isOne();
    }

    @Test
    void escapesLettersThatWouldReorderWhatLiesBetweenThem() {
        assertThat(lines.of("a = '\u05d0' OR 1=1 AND b = '\u05d1' --"))
                .isEqualTo("a = '\\u{5D0}' OR 1=1 AND b = '\\u{5D1}' --");
    }

    @Test
    void keepsLineEndsAndTabsOfTextOfSeveralLines() {
        assertThat(lines.of("a\r\n\tb\nc")).isEqualTo("a\r\n\tb\nc");
    }

    @Test
    void escapesACarriageReturnThatWouldOverwriteItsLine() {
        assertThat(lines.of("DROP TABLE x\rSELECT 1")).isEqualTo("DROP TABLE x\\u{D}SELECT 1");
    }

    @Test
    void escapesWhatNoFontShows() {
        assertThat(page.of("漢")).isEqualTo("\\u{6F22}");
    }

    @Test
    void tellsAnEscapeFromTextThatLooksLikeOne() {
        assertThat(line.of("\\u{202E} C:\\temp \\n")).isEqualTo("\\u{5C}u{202E} C:\\temp \\n");
    }

    @Test
    void countsNoTextThatLooksLikeAnEscapeAsHidden() {
        assertThat(lines.hidden("\\u{202E}\u202e")).isOne();
    }

    @Test
    void marksEscapesApart() {
        assertThat(page.runs("a\u202e\u202eb"))
                .containsExactly(
                        new Run("a", false),
                        new Run("\\u{202E}\\u{202E}", true),
                        new Run("b", false));
    }
}
