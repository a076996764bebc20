package org.affidavit.evidence.pdf;

import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.pdfbox.io.RandomAccessReadBuffer;

/// The fonts of a packet: Roboto for prose, JetBrains Mono for evidence, DejaVu Sans Mono for what
/// these two lack. All come as libraries, so that a packet looks the same on every machine.
final class PacketFonts {
    private static final String ROBOTO = "/com/formdev/flatlaf/fonts/roboto/Roboto-";
    private static final String MONO = "/com/formdev/flatlaf/fonts/jetbrains_mono/JetBrainsMono-";
    private static final String DEJAVU = "/net/sf/jasperreports/fonts/dejavu/DejaVuSansMono";

    private static final List<Face> FACES =
            List.of(
                    new Face("Roboto", 300, FontStyle.NORMAL, ROBOTO + "Light.ttf"),
                    new Face("Roboto", 400, FontStyle.NORMAL, ROBOTO + "Regular.ttf"),
                    new Face("Roboto", 400, FontStyle.ITALIC, ROBOTO + "Italic.ttf"),
                    new Face("Roboto", 500, FontStyle.NORMAL, ROBOTO + "Medium.ttf"),
                    new Face("Roboto", 700, FontStyle.NORMAL, ROBOTO + "Bold.ttf"),
                    new Face("JetBrains Mono", 400, FontStyle.NORMAL, MONO + "Regular.ttf"),
                    new Face("JetBrains Mono", 700, FontStyle.NORMAL, MONO + "Bold.ttf"),
                    new Face("DejaVu Sans Mono", 400, FontStyle.NORMAL, DEJAVU + ".ttf"),
                    new Face("DejaVu Sans Mono", 700, FontStyle.NORMAL, DEJAVU + "-Bold.ttf"));

    /// Fonts that every chain ends in; what they lack is escaped.
    private static final List<String> CHAIN_END = List.of(MONO + "Regular.ttf", DEJAVU + ".ttf");

    private final List<CmapLookup> chain;

    PacketFonts() throws IOException {
        var lookups = new ArrayList<CmapLookup>();
        for (String resource : CHAIN_END) {
            try (InputStream in = open(resource);
                    var font = new TTFParser().parse(new RandomAccessReadBuffer(in))) {
                lookups.add(font.getUnicodeCmapLookup());
            }
        }
        chain = List.copyOf(lookups);
    }

    /// Whether a code point can be shown in prose as well as in evidence.
    boolean covers(int point) {
        return chain.stream().anyMatch(cmap -> cmap.getGlyphId(point) != 0);
    }

    static void register(PdfRendererBuilder builder) {
        for (Face face : FACES) {
            builder.useFont(
                    () -> open(face.resource()), face.family(), face.weight(), face.style(), true);
        }
    }

    private static InputStream open(String resource) {
        InputStream in = PacketFonts.class.getResourceAsStream(resource);
        if (in == null) {
            throw new UncheckedIOException(
                    new IOException("This installation lacks the font " + resource));
        }
        return in;
    }

    private record Face(String family, int weight, FontStyle style, String resource) {}
}
