package org.affidavit.endtoend.bench.masking;

import static org.assertj.core.api.Assertions.assertThat;

import org.affidavit.gateway.policy.MaskingRule.Detector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaskingReportTest {
    private static final int PER_KIND = 120;

    @ParameterizedTest
    @ValueSource(strings = {"development", "holdout"})
    void theSameTextsComeOutEveryTime(String half) throws Exception {
        assertThat(Corpus.of(half, PER_KIND).samples())
                .isEqualTo(Corpus.of(half, PER_KIND).samples());
    }

    @ParameterizedTest
    @ValueSource(strings = {"development", "holdout"})
    void everyTypeHasValuesAndThereAreAsManyTextsWithout(String half) throws Exception {
        var samples = Corpus.of(half, PER_KIND).samples();

        assertThat(samples.stream().filter(sample -> sample.detector() == null).count())
                .isEqualTo(samples.size() / 2);
        for (Detector detector : Detector.values()) {
            assertThat(samples.stream().filter(sample -> sample.detector() == detector).count())
                    .isGreaterThanOrEqualTo(PER_KIND);
        }
    }

    @Test
    void noTextIsLeftWithATemplateInIt() throws Exception {
        for (String half : new String[] {"development", "holdout"}) {
            assertThat(Corpus.of(half, PER_KIND).samples())
                    .allSatisfy(sample -> assertThat(sample.text()).doesNotContain("«", "»"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatDetectorsWereMendedByIsFoundWithFewMistakes(Detector detector) throws Exception {
        Quality quality = Quality.of(Corpus.of("development", PER_KIND).samples());

        assertThat(quality.precision(detector)).isGreaterThanOrEqualTo(0.95);
        assertThat(quality.recall(Quality.name(detector))).isGreaterThanOrEqualTo(0.95);
    }

    @ParameterizedTest
    @CsvSource({
        "EMAIL,0.90,0.75",
        "CARD,0.85,0.70",
        "IBAN,0.95,0.95",
        "PHONE,0.75,0.95",
        "SSN,0.95,0.95",
        "DE_TAX_ID,0.95,0.75",
        "FR_NIR,0.95,0.75",
        "ES_DNI,0.95,0.45",
        "API_KEY,0.95,0.95",
        "JWT,0.95,0.95",
        "PRIVATE_KEY,0.95,0.95",
    })
    void whatNobodyMendedThemByStaysAboveItsFloors(
            Detector detector, double precision, double recall) throws Exception {
        Quality quality = Quality.of(Corpus.of("holdout", PER_KIND).samples());

        assertThat(quality.precision(detector)).isGreaterThanOrEqualTo(precision);
        assertThat(quality.recall(Quality.name(detector))).isGreaterThanOrEqualTo(recall);
    }

    @Test
    void thePrintedTableHasARowForEveryTypeAndVariant() throws Exception {
        String table = Quality.of(Corpus.of("holdout", PER_KIND).samples()).table();

        assertThat(table).contains("| `iban` | 120 | 120 |", "| ssn ungrouped | 120 | 0 |");
        assertThat(table.lines()).hasSize(2 + Templates.read("holdout").kinds().size());
    }
}
