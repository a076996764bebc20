package org.affidavit.evidence;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.io.RandomAccessReadBufferedFile;
import org.apache.pdfbox.text.PDFTextStripper;

/// Takes the commands off the page "Check it without us", as a reader would copy them.
final class CommandsOfPacket {
    private CommandsOfPacket() {}

    /// The shell lines in order, without those that need our own software.
    static List<String> shell(Path packet) throws IOException {
        try (var document = Loader.loadPDF(new RandomAccessReadBufferedFile(packet))) {
            var stripper = new PDFTextStripper();
            stripper.setStartPage(3);
            stripper.setEndPage(3);
            return stripper.getText(document)
                    .lines()
                    .dropWhile(line -> !line.startsWith("1."))
                    .takeWhile(line -> !line.startsWith("7."))
                    .filter(line -> !line.matches("[1-9]\\. .*|Expect: .*"))
                    .toList();
        }
    }
}
