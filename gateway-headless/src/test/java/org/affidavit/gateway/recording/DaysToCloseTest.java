package org.affidavit.gateway.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class DaysToCloseTest {
    private static final Instant MONDAY_NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final Instant TUESDAY = Instant.parse("2026-11-24T00:00:00Z");

    private final DaysToClose days = new DaysToClose(MONDAY_NOON);

    @Test
    void namesNoDayBeforeItEnded() {
        assertThat(days.until(TUESDAY.minusNanos(1))).isEmpty();
    }

    @Test
    void namesADayOnceItEnded() {
        assertThat(days.until(TUESDAY)).containsExactly(TUESDAY);
    }

    @Test
    void namesNoDayTwice() {
        assertThat(days.until(TUESDAY)).isNotEmpty();
        assertThat(days.until(TUESDAY.plusSeconds(9))).isEmpty();
    }

    @Test
    void namesEveryDayThatPassedWhileNobodyLooked() {
        assertThat(days.until(Instant.parse("2026-11-26T07:00:00Z")))
                .containsExactly(
                        TUESDAY,
                        Instant.parse("2026-11-25T00:00:00Z"),
                        Instant.parse("2026-11-26T00:00:00Z"));
    }

    @Test
    void closesAnAgeWithinAYearOfRecords() {
        assertThat(days.until(Instant.parse("2126-11-24T00:00:00Z"))).hasSize(366);
    }

    @Test
    void namesNothingWhenTheClockWasSetBack() {
        assertThat(days.until(MONDAY_NOON.minusSeconds(9_999_999))).isEmpty();
    }
}
