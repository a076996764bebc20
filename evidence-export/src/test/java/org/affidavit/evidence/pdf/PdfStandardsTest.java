package org.affidavit.evidence.pdf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.affidavit.evidence.report.SessionMaterial;
import org.affidavit.evidence.samples.HandBuilt;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;

/// Lets veraPDF, which we did not write, judge the pages.
class PdfStandardsTest {
    private static final int FAILURES_MAX = 100;

    @TempDir private Path folder;

    @BeforeAll
    static void startVeraPdf() {
        VeraGreenfieldFoundryProvider.initialise();
    }

    static Stream<SessionMaterial> sessions() {
        return Stream.of(
                HandBuilt.eventful(),
                HandBuilt.lengthy(30),
                HandBuilt.asking(
                        "\u202e\u0000\u001b[31m ffi \u2192 \u2550\u256c \u0416 \u03a9 \u05d0"
                                + " e\u0301"),
                HandBuilt.asking("z".repeat(9_000)));
    }

    @ParameterizedTest
    @MethodSource("sessions")
    void meetsPdfA3a(SessionMaterial session) throws Exception {
        assertThat(failures(session, PDFAFlavour.PDFA_3_A)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("sessions")
    void meetsPdfUa1(SessionMaterial session) throws Exception {
        assertThat(failures(session, PDFAFlavour.PDFUA_1)).isEmpty();
    }

    private List<String> failures(SessionMaterial session, PDFAFlavour standard) throws Exception {
        Path manifest = Files.writeString(folder.resolve("manifest.json"), "{}\n");
        Path file = folder.resolve("packet.pdf");
        var report = HandBuilt.report(List.of(session));
        var source = new PacketPdf.Source(report.annex().getFirst(), manifest);
        new PacketPdf().write(report, List.of(source), file, _ -> true);
        try (InputStream in = Files.newInputStream(file);
                var parser = Foundries.defaultInstance().createParser(in, standard);
                var validator =
                        Foundries.defaultInstance()
                                .createValidator(standard, FAILURES_MAX, false, false, false)) {
            var result = validator.validate(parser);
            List<String> failures =
                    result.getTestAssertions().stream()
                            .filter(each -> each.getStatus() == TestAssertion.Status.FAILED)
                            .map(each -> each.getRuleId().getClause() + " " + each.getMessage())
                            .distinct()
                            .toList();
            assertThat(result.isCompliant()).isEqualTo(failures.isEmpty());
            assertThat(result.getTotalAssertions()).isGreaterThan(1_000);
            return failures;
        }
    }
}
