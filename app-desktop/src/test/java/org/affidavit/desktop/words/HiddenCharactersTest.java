package org.affidavit.desktop.words;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HiddenCharactersTest {
    @Test
    void writesOutDirectionMarks() {
        var shown = HiddenCharacters.reveal("SELECT \u202E1");

        assertThat(shown.text()).isEqualTo("SELECT \u2039U+202E\u203a1");
        assertThat(shown.hidden()).containsExactly(new HiddenCharacters.Span(7, 15));
    }

    @Test
    void writesOutZeroWidthAndControlCharacters() {
        assertThat(HiddenCharacters.reveal("a\u200Bb\u0000c\u001B[2J").text())
                .isEqualTo("a\u2039U+200B\u203ab\u2039U+0000\u203ac\u2039U+001B\u203a[2J");
    }

    @Test
    void writesOutSpacesThatAreNotSpaces() {
        assertThat(HiddenCharacters.reveal("a\u00A0b\u3164c").text())
                .isEqualTo("a\u2039U+00A0\u203ab\u2039U+3164\u203ac");
    }

    @Test
    void keepsLineEndsAndTabs() {
        assertThat(HiddenCharacters.reveal("a\r\n\tb").text()).isEqualTo("a\n\tb");
    }

    @Test
    void writesOutCarriageReturnThatWouldOverwriteItsLine() {
        assertThat(HiddenCharacters.reveal("DROP TABLE x\rSELECT 1").text())
                .isEqualTo("DROP TABLE x\u2039U+000D\u203aSELECT 1");
    }

    @Test
    void foldsEndlessLines() {
        var lines = HiddenCharacters.reveal("x".repeat(100_000)).text().split("\n");

        assertThat(lines).allMatch(line -> line.length() <= 1000);
        assertThat(String.join("", lines)).hasSize(100_000);
    }

    @Test
    void keepsTextOfAnyLanguage() {
        assertThat(HiddenCharacters.reveal("Zażółć 東京 🙂").text()).isEqualTo("Zażółć 東京 🙂");
    }
}
