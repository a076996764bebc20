package org.affidavit.gateway.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.affidavit.gateway.config.ConfigInvalid;
import org.affidavit.gateway.config.GatewayConfig;
import org.affidavit.gateway.config.SourceFile;
import org.affidavit.sessionlog.event.Principal;
import org.affidavit.sessionlog.event.Resource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The policy in docs/policy.md does what the table under it says.
class PolicyPageTest {
    private static final PostgresSqlReader READER = new PostgresSqlReader();

    static Stream<Arguments> rows() throws IOException {
        return Pattern.compile("^\\| `(.+)` \\| (\\w+) \\| ([\\w-]+) \\|$", Pattern.MULTILINE)
                .matcher(page())
                .results()
                .map(row -> Arguments.of(row.group(1), row.group(2), row.group(3)));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void decidesAsThePageSays(String sql, String verdict, String rule) throws Exception {
        Verdict decided =
                policy().engine()
                        .decide(
                                new Principal("https://i", "bot", "bot", "", List.of("agents")),
                                new Resource("prod-db", "postgres"),
                                SqlNames.NONE.resolve(READER.read(sql)).facts(),
                                Instant.EPOCH);

        assertThat(decided.getClass().getSimpleName().toLowerCase(Locale.ROOT)).isEqualTo(verdict);
        assertThat(decided.rule().id()).isEqualTo(rule);
    }

    private static Policy policy() throws IOException, ConfigInvalid {
        String page = page();
        int start = page.indexOf("```yaml policy\n") + 15;
        String text = page.substring(start, page.indexOf("```", start));
        return Policies.read(
                SourceFile.of(Path.of("/policy.yaml"), text.getBytes(StandardCharsets.UTF_8)),
                new GatewayConfig.Approval(Duration.ofMinutes(15), List.of()));
    }

    private static String page() throws IOException {
        return Files.readString(Path.of("..", "docs", "policy.md"));
    }
}
