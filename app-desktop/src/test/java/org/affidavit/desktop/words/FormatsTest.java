package org.affidavit.desktop.words;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FormatsTest {
    @Test
    void writesSpansInTheTwoLargestUnits() {
        assertThat(Formats.span(Duration.ofMillis(38))).isEqualTo("38 ms");
        assertThat(Formats.span(Duration.ofMillis(41_330))).isEqualTo("41.3 s");
        assertThat(Formats.span(Duration.ofSeconds(125))).isEqualTo("2 m 05 s");
        assertThat(Formats.span(Duration.ofMinutes(125))).isEqualTo("2 h 05 m");
    }

    @Test
    void writesMomentsInUtc() {
        assertThat(Formats.exact(Instant.parse("2026-11-22T14:02:11.218Z")))
                .isEqualTo("2026-11-22 14:02:11.218 UTC");
    }

    @Test
    void neverCountsBelowZero() {
        assertThat(Formats.countdown(Duration.ofSeconds(-3))).isEqualTo("00:00");
        assertThat(Formats.countdown(Duration.ofSeconds(301))).isEqualTo("05:01");
    }

    @Test
    void writesCountsAsTheVerifierDoes() {
        assertThat(Formats.count(9_214_331)).isEqualTo("9,214,331");
    }

    @Test
    void writesSizesInTheUnitThatFits() {
        assertThat(Formats.size(812)).isEqualTo("812 B");
        assertThat(Formats.size(14_200_000)).isEqualTo("14.2 MB");
    }
}
