package org.affidavit.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.affidavit.desktop.integrity.Finding;
import org.affidavit.desktop.integrity.IntegrityState;
import org.affidavit.desktop.words.Standing;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusesTest {
    @ParameterizedTest
    @CsvSource({
        "HOLDS, intact",
        "BROKEN, altered",
        "UNKNOWN, its end is not signed",
        "UNCHECKED, nothing proven"
    })
    void saysWhatAVerificationFound(Standing standing, String words) {
        var finding = new Finding(standing, "", "", List.of(), List.of(), "");

        assertThat(Statuses.of(new IntegrityState.Done(finding), Instant.EPOCH).text())
                .isEqualTo("Verified at 00:00:00: " + words);
    }
}
