package org.affidavit.gateway.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.affidavit.gateway.policy.ComparedTexts.Compared;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ComparedTextsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "'DROP' in statement.verbs",
                "statement.verbs == [\"DROP\"]",
                "statement.verbs.exists(v, v in ['DROP'])",
                "!statement.verbs.all(verb, verb != 'DROP')"
            })
    void findsAVerbHoweverItIsCompared(String when) {
        assertThat(ComparedTexts.verbs(when))
                .containsExactly(new Compared(when.indexOf("DROP"), "DROP"));
    }

    @Test
    void findsResources() {
        assertThat(ComparedTexts.resources("resource.name in ['a', 'b'] || resource.name == 'c'"))
                .extracting(Compared::text)
                .containsExactly("a", "b", "c");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "statement.reads.all(r, r in ['customers'])",
                "'agents' in principal.groups",
                "resource.name.startsWith('prod')",
                "statement.verbs.size() == 1"
            })
    void leavesOtherTextsAlone(String when) {
        assertThat(ComparedTexts.verbs(when)).isEmpty();
        assertThat(ComparedTexts.resources(when)).isEmpty();
    }
}
