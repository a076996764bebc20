package org.affidavit.evidence.pdf;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.InflaterInputStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.io.MemoryUsageSetting;
import org.apache.pdfbox.io.RandomAccessReadBufferedFile;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.common.filespecification.PDComplexFileSpecification;

/// Reads a packet's PDF back.
public final class PacketReading {
    private static final byte[] PDF = "%PDF-".getBytes(StandardCharsets.US_ASCII);

    private PacketReading() {}

    /// What is wrong with the file as a whole; empty if every byte is as it was written.
    public static Optional<String> damage(Path packet) throws IOException {
        return Seal.problem(packet);
    }

    /// True for a packet, however damaged: it has a packet's seal, or is a PDF that does not read
    /// well or brings attachments along.
    public static boolean resemblesPacket(Path file) throws IOException {
        if (Seal.isIn(file)) {
            return true;
        }
        try (InputStream in = Files.newInputStream(file)) {
            return Arrays.equals(in.readNBytes(PDF.length), PDF) && !isPlain(file);
        }
    }

    private static boolean isPlain(Path pdf) {
        try (PDDocument document = Loader.loadPDF(new RandomAccessReadBufferedFile(pdf))) {
            var names = document.getDocumentCatalog().getNames();
            return names == null || names.getEmbeddedFiles() == null;
        } catch (IOException | RuntimeException _) {
            // A damaged PDF makes its parser throw anything.
            return false;
        }
    }

    /// Takes the attachments out into a folder, each under its own name.
    ///
    /// @param bytesMax most bytes taken out, all together
    /// @return where each of them lies now, by name
    /// @throws IOException if the file is no PDF, an attachment cannot be read, or they are too
    ///   large
    public static Map<String, Path> attachments(Path packet, Path folder, long bytesMax)
            throws IOException {
        var found = new TreeMap<String, Path>();
        try (PDDocument document =
                Loader.loadPDF(
                        new RandomAccessReadBufferedFile(packet),
                        MemoryUsageSetting.setupTempFileOnly().streamCache)) {
            var names = document.getDocumentCatalog().getNames();
            if (names == null || names.getEmbeddedFiles() == null) {
                return found;
            }
            long left = bytesMax;
            var files = names.getEmbeddedFiles().getNames();
            if (files == null) {
                return found;
            }
            for (Map.Entry<String, PDComplexFileSpecification> entry : files.entrySet()) {
                Path file = folder.resolve("attachment-" + found.size());
                left -= copy(entry.getValue(), file, left);
                found.put(entry.getKey(), file);
            }
        }
        return found;
    }

    private static long copy(PDComplexFileSpecification specification, Path file, long bytesMax)
            throws IOException {
        byte[] buffer = new byte[1 << 16];
        long written = 0;
        try (InputStream in = content(specification.getEmbeddedFile().getCOSObject());
                OutputStream out = Files.newOutputStream(file)) {
            for (int got = in.read(buffer); got >= 0; got = in.read(buffer)) {
                written += got;
                if (written > bytesMax) {
                    throw new IOException("The packet's attachments are too large to be checked.");
                }
                out.write(buffer, 0, got);
            }
        }
        return written;
    }

    /// Unpacks while it is read. The engine's own way unpacks the whole into memory first, and a
    /// small file can unpack to any size.
    private static InputStream content(COSStream attachment) throws IOException {
        COSBase filters = attachment.getFilters();
        if (filters instanceof COSArray array && array.size() == 1) {
            filters = array.getObject(0);
        }
        if (!COSName.FLATE_DECODE.equals(filters)
                || attachment.containsKey(COSName.DECODE_PARMS)
                || attachment.containsKey(COSName.DP)) {
            throw new IOException("An attachment is packed in a way in which packets are not.");
        }
        return new InflaterInputStream(attachment.createRawInputStream());
    }
}
