package org.affidavit.gateway.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VisibleTest {
    @Test
    void escapeSequencesCannotMoveTheCursor() {
        assertThat(Visible.text("a\u001b[2Kb")).isEqualTo("a\\u{001B}[2Kb");
    }

    @Test
    void reorderingAndHiddenCharactersAreShownByNumber() {
        assertThat(Visible.line("DELETE\u202e x\u200b y\u00a0z"))
                .isEqualTo("DELETE\\u{202E} x\\u{200B} y\\u{00A0}z");
    }

    @Test
    void lineEndsStayOnlyInTextOfSeveralLines() {
        assertThat(Visible.text("a\nb")).isEqualTo("a\nb");
        assertThat(Visible.line("a\nb")).isEqualTo("a\\nb");
    }

    @Test
    void ordinaryTextOfAnyLanguageStays() {
        assertThat(Visible.line("Lindqvist, 日本, été, 😀")).isEqualTo("Lindqvist, 日本, été, 😀");
    }
}
