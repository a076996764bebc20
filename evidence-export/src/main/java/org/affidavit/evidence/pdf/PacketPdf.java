package org.affidavit.evidence.pdf;

import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.util.XRLog;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.DoublePredicate;
import org.affidavit.evidence.report.Attachment;
import org.affidavit.evidence.report.Report;
import org.affidavit.sessionlog.text.VisibleText;
import org.apache.pdfbox.io.MemoryUsageSetting;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.common.PDRectangle;

/// Writes a packet's PDF: tagged, with embedded fonts and attachments, and sealed. The same report
/// and attachments give the same bytes.
public final class PacketPdf {
    private static final String PRODUCER = "Affidavit";

    static {
        // The engine tells its own life to the console; what goes wrong it throws.
        XRLog.setLoggingEnabled(false);
    }

    /// A file to attach.
    public record Source(Attachment attachment, Path file) {}

    /// The engine sets no character beyond the first plane.
    private static VisibleText visible() throws IOException {
        var fonts = new PacketFonts();
        return VisibleText.page(point -> Character.isBmpCodePoint(point) && fonts.covers(point));
    }

    /// @param report with the manifest as the first of its annex
    /// @param goOn asked after each page with the pages set so far; false cancels
    /// @return number of pages
    /// @throws CancellationException if `goOn` answered false
    public int write(Report report, List<Source> attachments, Path target, DoublePredicate goOn)
            throws IOException {
        String manifestSha256 = report.annex().getFirst().sha256();
        var page = new PacketPage(visible());
        var dom = page.write(report, CheckCommands.of(report, manifestSha256));
        // Pages and attachments may be larger than the heap.
        try (var document = new PDDocument(MemoryUsageSetting.setupTempFileOnly().streamCache)) {
            var builder = new PdfRendererBuilder();
            PacketFonts.register(builder);
            builder.withW3cDocument(dom, "affidavit:packet");
            builder.usePDDocument(document);
            builder.usePdfUaAccessibility(true);
            builder.usePdfAConformance(PdfRendererBuilder.PdfAConformance.PDFA_3_A);
            builder.useColorProfile(ICC_Profile.getInstance(ColorSpace.CS_sRGB).getData());
            builder.withProducer(PRODUCER);
            builder.usePageSupplier(
                    (into, width, height, number, _) -> next(into, width, height, number, goOn));
            try (var renderer = builder.buildPdfRenderer()) {
                renderer.createPDFWithoutClosing();
                DocumentIdentity.stamp(document, report.cover(), manifestSha256);
                Attachments.attach(document, attachments, report.cover().generatedAt());
                Seal.reserve(document);
                save(document, target);
                Seal.close(target);
                return document.getNumberOfPages();
            }
        }
    }

    private static PDPage next(
            PDDocument document, float width, float height, int number, DoublePredicate goOn) {
        if (!goOn.test(number)) {
            throw new CancellationException("The export was cancelled.");
        }
        var page = new PDPage(new PDRectangle(width, height));
        document.addPage(page);
        return page;
    }

    private static void save(PDDocument document, Path target) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(target), 1 << 16)) {
            document.save(out);
        }
    }
}
