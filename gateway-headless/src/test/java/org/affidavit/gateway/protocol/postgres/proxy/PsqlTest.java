package org.affidavit.gateway.protocol.postgres.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.affidavit.gateway.masking.MaskingBook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The client that people have at hand, where it is installed.
class PsqlTest {
    private static final Path PSQL = Path.of("/usr/bin/psql");

    @Test
    void worksThroughTheGateway() throws Exception {
        assumeTrue(Files.isExecutable(PSQL), "psql is not installed");
        try (var gateway = TestGateway.start()) {
            String out =
                    psql(
                            gateway,
                            "plain-db",
                            "SELECT count(*) FROM customers",
                            "DROP TABLE customers",
                            "\\d customers",
                            "SELECT 40 + 2");
            assertThat(out)
                    .contains("1000")
                    .contains("Tables are not dropped here")
                    .contains("HINT:  Ask an operator.")
                    .contains("Table \"public.customers\"")
                    .contains("42");
        }
    }

    @Test
    void describesTablesOfAResourceWithMaskedColumns() throws Exception {
        assumeTrue(Files.isExecutable(PSQL), "psql is not installed");
        try (var gateway = TestGateway.start()) {
            String out =
                    psql(
                            gateway,
                            "masked-db",
                            "\\d customers",
                            "SELECT id, email FROM customers WHERE id = 5");
            assertThat(out)
                    .contains("Table \"public.customers\"")
                    .contains("email")
                    .contains(EmailMasking.MASK)
                    .doesNotContain("c5@example.com");
        }
    }

    @Test
    void copiesBothWays(@TempDir Path folder) throws Exception {
        assumeTrue(Files.isExecutable(PSQL), "psql is not installed");
        Path rows = Files.writeString(folder.resolve("rows"), "1,one\n2,two\n");
        Path back = folder.resolve("back");
        EmbeddedTarget.shared().run("CREATE TABLE both_ways (id int, what text)");
        try (var gateway =
                TestGateway.start(options -> options.real(new MaskingBook(List.of())::of))) {
            gateway.policy.onlyReads = false;
            String out =
                    psql(
                            gateway,
                            "plain-db",
                            "\\copy both_ways FROM " + rows + " CSV",
                            "\\copy (SELECT what FROM both_ways ORDER BY id) TO " + back);
            assertThat(out).contains("COPY 2");
            assertThat(back).hasContent("one\ntwo");
        } finally {
            EmbeddedTarget.shared().run("DROP TABLE both_ways");
        }
    }

    private static String psql(TestGateway gateway, String resource, String... commands)
            throws Exception {
        List<String> line =
                new ArrayList<>(
                        List.of(
                                PSQL.toString(),
                                "-X",
                                "host=127.0.0.1 port="
                                        + gateway.port()
                                        + " dbname="
                                        + resource
                                        + " user=billing-bot sslmode=verify-full sslrootcert="
                                        + gateway.certificates.ca()));
        for (String command : commands) {
            line.add("-c");
            line.add(command);
        }
        var builder = new ProcessBuilder(line).redirectErrorStream(true);
        builder.environment().put("PGPASSWORD", TestGateway.TOKEN);
        builder.environment().put("LC_ALL", "C");
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return out;
    }
}
