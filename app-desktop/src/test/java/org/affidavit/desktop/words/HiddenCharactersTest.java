package org.affidavit.desktop.words;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HiddenCharactersTest {
    @Test
    void writesOutAndCountsDirectionMarks() {
        assertThat(HiddenCharacters.shown("SELECT \u202E1")).isEqualTo("SELECT \\u{202E}1");
        assertThat(HiddenCharacters.count("SELECT \u202E1")).isOne();
    }

    @Test
    void writesOutZeroWidthAndControlCharacters() {
        assertThat(HiddenCharacters.shown("a\u200Bb\u0000c\u001B[2J"))
                .isEqualTo("a\\u{200B}b\\u{0}c\\u{1B}[2J");
    }

    @Test
    void writesOutSpacesThatAreNotSpaces() {
        assertThat(HiddenCharacters.shown("a\u00A0b\u3164c")).isEqualTo("a\\u{A0}b\\u{3164}c");
    }

    @Test
    void writesOutWhatJoinsOrReordersItsNeighbours() {
        assertThat(HiddenCharacters.count("1\u0336 \u034F\uFE0F \u05D0")).isEqualTo(4);
    }

    @Test
    void tellsAnEscapeFromTextThatLooksLikeOne() {
        assertThat(HiddenCharacters.shown("\\u{202E}")).isEqualTo("\\u{5C}u{202E}");
    }

    @Test
    void keepsLineEndsAndTabs() {
        assertThat(HiddenCharacters.shown("a\r\n\tb")).isEqualTo("a\n\tb");
    }

    @Test
    void writesOutTheLineEndsOfNames() {
        assertThat(HiddenCharacters.line("billing\nbot")).isEqualTo("billing\\u{A}bot");
    }

    @Test
    void writesOutCarriageReturnThatWouldOverwriteItsLine() {
        assertThat(HiddenCharacters.shown("DROP TABLE x\rSELECT 1"))
                .isEqualTo("DROP TABLE x\\u{D}SELECT 1");
    }

    @Test
    void foldsEndlessLines() {
        var lines = HiddenCharacters.shown("x".repeat(100_000)).split("\n");

        assertThat(lines).allMatch(line -> line.length() <= 1000);
        assertThat(String.join("", lines)).hasSize(100_000);
    }

    @Test
    void keepsTextOfManyLanguages() {
        assertThat(HiddenCharacters.shown("Zażółć 東京 🙂")).isEqualTo("Zażółć 東京 🙂");
    }
}
