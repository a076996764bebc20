package org.affidavit.gateway.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VisibleTest {
    @Test
    void escapeSequencesCannotMoveTheCursor() {
        assertThat(Visible.text("a\u001b[2Kb")).isEqualTo("a\\u{1B}[2Kb");
    }

    @Test
    void reorderingAndHiddenCharactersAreShownByNumber() {
        assertThat(Visible.line("DELETE\u202e x\u200b y\u00a0z"))
                .isEqualTo("DELETE\\u{202E} x\\u{200B} y\\u{A0}z");
    }

    @Test
    void textThatLooksLikeAnEscapeIsToldFromOne() {
        assertThat(Visible.line("\\u{202E}")).isEqualTo("\\u{5C}u{202E}");
    }

    @Test
    void charactersThatJoinOrReorderTheirNeighboursAreShownByNumber() {
        assertThat(Visible.line("1\u0336 \u034f \u05d0")).isEqualTo("1\\u{336} \\u{34F} \\u{5D0}");
    }

    @Test
    void lineEndsStayOnlyInTextOfSeveralLines() {
        assertThat(Visible.text("a\nb")).isEqualTo("a\nb");
        assertThat(Visible.line("a\nb")).isEqualTo("a\\u{A}b");
    }

    @Test
    void ordinaryTextOfAnyLanguageStays() {
        assertThat(Visible.line("Lindqvist, 日本, été, 😀")).isEqualTo("Lindqvist, 日本, été, 😀");
    }
}
