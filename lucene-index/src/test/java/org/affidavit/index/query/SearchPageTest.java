package org.affidavit.index.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Holds `docs/search.md` to the truth.
class SearchPageTest {
    private static final Path PAGE = Path.of("../docs/search.md");

    @ParameterizedTest
    @MethodSource("examples")
    void everyExampleIsAQuery(String example) {
        assertThatCode(() -> QueryReader.read(example, Instant.EPOCH)).doesNotThrowAnyException();
    }

    @Test
    void everyFieldIsInTheTable() throws Exception {
        String page = Files.readString(PAGE);
        Stream.of(Field.values())
                .flatMap(field -> field.names().stream())
                .forEach(name -> assertThat(page).contains("`" + name + "`"));
    }

    static List<String> examples() throws Exception {
        var examples = new ArrayList<String>();
        boolean inside = false;
        for (String line : Files.readAllLines(PAGE)) {
            if (line.startsWith("```")) {
                inside = line.equals("```query");
            } else if (inside) {
                examples.add(line);
            }
        }
        return examples;
    }
}
