package org.affidavit.gateway.masking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonPathTest {
    @ParameterizedTest
    @CsvSource({
        "$.a.b, a/b, true",
        "$.a.b, A/B, true",
        "$.a.b, a, false",
        "$.a.b, a/b/c, false",
        "$.a.b, x/a/b, false",
        "$..b, a/0/b, true",
        "$..b, b, true",
        "$..b, b/c, false",
        "$..a.b, x/a/b, true",
        "$.a[*].b, a/7/b, true",
        "$.a[1], a/1, true",
        "$.a[1], a/2, false",
        "$.*, a, true",
        "$['a b'].c, a b/c, true",
        "$..*, a/b/c, true"
    })
    void leadsToMembers(String path, String place, boolean leads) {
        assertThat(JsonPath.of(path).leadsTo(List.of(place.split("/")))).isEqualTo(leads);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "$", "a", "$a", "$.", "$..", "$.a..b", "$.a[", "$[?(@.a)]", "$.a b"})
    void refusesWhatIsNone(String text) {
        assertThatThrownBy(() -> JsonPath.of(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
