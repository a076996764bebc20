package org.affidavit.evidence.pdf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.function.DoublePredicate;
import org.affidavit.evidence.report.SessionMaterial;
import org.affidavit.evidence.samples.HandBuilt;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.io.RandomAccessReadBufferedFile;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDStructureElement;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDStructureNode;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PacketPdfTest {
    @TempDir private Path folder;

    @Test
    void printsStatementsApproverAndReason() throws IOException {
        assertThat(text(HandBuilt.eventful()))
                .contains(
                        "DROP TABLE payments",
                        "no-ddl (policy.yaml:31)",
                        "Mira Novak",
                        "Duplicate of 4711, ticket 92",
                        "5 of 9 rows",
                        "masked by mask-email");
    }

    @Test
    void doesNotCallALapseADecision() throws IOException {
        assertThat(text(HandBuilt.eventful()).replaceAll("\\s+", " "))
                .contains("Lapsed 2026-11-20 14:00:00.123 UTC Rule");
    }

    @Test
    void countsOneSessionInTheSingular() throws IOException {
        assertThat(text(HandBuilt.eventful())).doesNotContain("sessions\n").contains("session\n");
    }

    @Test
    void printsHostileTextAsVisibleEscapes() throws IOException {
        String hostile =
                "SELECT '\u202eevil\u0000 \u001b[31m \ud83e\udd8a <b>&amp;</b> \u05d0' -- office"
                        + " ffl -> !=";
        assertThat(text(HandBuilt.asking(hostile)).replaceAll("\\s+", " "))
                .contains(
                        "SELECT '\\u{202E}evil\\u{0} \\u{1B}[31m \\u{1F98A} <b>&amp;</b> \\u{5D0}'"
                                + " -- office ffl -> !=");
    }

    @Test
    void printsEveryLineOfAStatementOfManyPages() throws IOException {
        var statement = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            statement.append("--line-").append(i).append('\n');
        }
        String text = text(HandBuilt.asking(statement.toString()));
        for (int i = 0; i < 300; i++) {
            assertThat(text).contains("--line-" + i);
        }
    }

    @Test
    void breaksAWordThatIsWiderThanThePage() throws IOException {
        assertThat(text(HandBuilt.asking("y".repeat(900))).replace("\n", "").replace(" ", ""))
                .contains("y".repeat(900));
    }

    @Test
    void isTaggedTitledAndInEnglish() throws IOException {
        try (var document = open(write(HandBuilt.eventful()))) {
            var catalog = document.getDocumentCatalog();
            assertThat(catalog.getMarkInfo().isMarked()).isTrue();
            assertThat(catalog.getLanguage()).isEqualTo("en");
            assertThat(catalog.getViewerPreferences().displayDocTitle()).isTrue();
            assertThat(document.getDocumentInformation().getTitle())
                    .isEqualTo("Access to customer data by agents");
            assertThat(catalog.getDocumentOutline().getFirstChild().getTitle())
                    .contains("Check it without us");
        }
    }

    @Test
    void givesEveryHeadingCellOfATableItsScope() throws IOException {
        try (var document = open(write(HandBuilt.eventful()))) {
            var headings = new ArrayList<PDStructureElement>();
            collect(document.getDocumentCatalog().getStructureTreeRoot(), headings);
            assertThat(headings).hasSizeGreaterThan(20);
            assertThat(headings)
                    .allSatisfy(heading ->
                            assertThat(heading.getCOSObject().getDictionaryObject(COSName.A))
                                    .asString()
                                    .contains("Scope"));
        }
    }

    @Test
    void embedsEveryFont() throws IOException {
        try (var document = open(write(HandBuilt.eventful()))) {
            for (PDPage page : document.getPages()) {
                for (COSName name : page.getResources().getFontNames()) {
                    assertThat(page.getResources().getFont(name).isEmbedded()).isTrue();
                }
            }
        }
    }

    @Test
    void makesTheSameBytesOfTheSameReport() throws IOException {
        byte[] first = Files.readAllBytes(write(HandBuilt.eventful()));
        assertThat(Files.readAllBytes(write(HandBuilt.eventful()))).isEqualTo(first);
    }

    @Test
    void noticesOneFlippedByteAnywhere() throws IOException {
        Path file = write(HandBuilt.asking("SELECT 1"));
        byte[] whole = Files.readAllBytes(file);
        assertThat(PacketReading.damage(file)).isEmpty();
        for (int at = 0; at < whole.length; at += whole.length / 150) {
            byte[] flipped = whole.clone();
            flipped[at] ^= 1;
            Files.write(file, flipped);
            assertThat(PacketReading.damage(file)).as("byte %d", at).isPresent();
        }
    }

    @Test
    void stopsBetweenPages() {
        assertThatThrownBy(() -> write(HandBuilt.lengthy(40), page -> page < 3))
                .isInstanceOf(CancellationException.class);
    }

    @Test
    void setsFiveHundredCommandsInLittleMemory() throws Exception {
        Path file = folder.resolve("long.pdf");
        Path said = folder.resolve("said.txt");
        Process child =
                new ProcessBuilder(
                                ProcessHandle.current().info().command().orElseThrow(),
                                "-Xmx384m",
                                "-cp",
                                System.getProperty("java.class.path"),
                                LengthyPacket.class.getName(),
                                file.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(said.toFile())
                        .start();
        assertThat(child.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(child.exitValue()).as(Files.readString(said)).isZero();
        try (var document = open(file)) {
            assertThat(document.getNumberOfPages()).isBetween(150, 400);
        }
    }

    private static void collect(PDStructureNode node, List<PDStructureElement> headings) {
        for (Object kid : node.getKids()) {
            if (kid instanceof PDStructureElement element) {
                if ("TH".equals(element.getStructureType())) {
                    headings.add(element);
                }
                collect(element, headings);
            }
        }
    }

    private String text(SessionMaterial session) throws IOException {
        try (var document = open(write(session))) {
            return new PDFTextStripper().getText(document);
        }
    }

    private static PDDocument open(Path file) throws IOException {
        return Loader.loadPDF(new RandomAccessReadBufferedFile(file));
    }

    private Path write(SessionMaterial session) throws IOException {
        return write(session, _ -> true);
    }

    private Path write(SessionMaterial session, DoublePredicate goOn) throws IOException {
        Path manifest = Files.writeString(folder.resolve("manifest.json"), "{}\n");
        Path file = folder.resolve("packet.pdf");
        var report = HandBuilt.report(List.of(session));
        var source = new PacketPdf.Source(report.annex().getFirst(), manifest);
        new PacketPdf().write(report, List.of(source), file, goOn);
        return file;
    }
}
