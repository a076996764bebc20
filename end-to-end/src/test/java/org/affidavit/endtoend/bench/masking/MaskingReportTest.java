package org.affidavit.endtoend.bench.masking;

import static org.assertj.core.api.Assertions.assertThat;

import org.affidavit.gateway.policy.MaskingRule.Detector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
}
