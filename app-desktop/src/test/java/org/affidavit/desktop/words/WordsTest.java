package org.affidavit.desktop.words;

import static org.assertj.core.api.Assertions.assertThat;

import org.affidavit.sessionlog.event.SessionEvent.CloseCause;
import org.affidavit.sessionlog.event.SessionEvent.LapseCause;
import org.affidavit.sessionlog.transcript.Step;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WordsTest {
    @ParameterizedTest
    @EnumSource
    void hasAWordForEveryStanding(Standing standing) {
        assertThat(standing.word()).isNotBlank();
    }

    @ParameterizedTest
    @EnumSource
    void hasAStandingForEveryStatusOfAStep(Step.Status status) {
        assertThat(Standing.valueOf(status.name()).word()).isNotBlank();
    }

    @ParameterizedTest
    @EnumSource
    void saysWhyASessionEnded(CloseCause cause) {
        assertThat(Words.say("replay.close." + cause.name())).isNotBlank();
    }

    @ParameterizedTest
    @EnumSource
    void saysWhyNobodyDecided(LapseCause cause) {
        assertThat(Words.say("replay.lapse." + cause.name())).isNotBlank();
    }
}
