package org.affidavit.evidence;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.TreeMap;
import org.affidavit.sessionlog.samples.SampleLogs;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.io.MemoryUsageSetting;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentNameDictionary;
import org.apache.pdfbox.pdmodel.PDEmbeddedFilesNameTreeNode;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.common.filespecification.PDComplexFileSpecification;
import org.apache.pdfbox.pdmodel.common.filespecification.PDEmbeddedFile;

/// A small PDF whose one session is an endless line, and a program that checks it: run in a JVM of
/// its own with little memory.
final class OversizedPacket {
    static final int NOT_INTACT = 7;

    private OversizedPacket() {}

    public static void main(String[] arguments) throws IOException {
        PacketCheck check = new PacketExporter().check(Path.of(arguments[0]));
        System.out.println(String.join("\n", check.findings()));
        System.exit(check.intact() ? 0 : NOT_INTACT);
    }

    static void write(Path target, SampleLogs.Sample sample, int bytes) throws IOException {
        String session = sample.sessions().getFirst().value();
        String manifest =
                """
                {"format":"affidavit-packet/1","request":{},"facts":"facts.json",
                 "log":{"origin":"","keyId":"","checkpointSize":1,"root":"","verdict":""},
                 "sessions":[{"id":"%s","file":"s.jsonl","payloads":"p.bin","records":1,
                              "first":0,"last":0,"coveredByCheckpoint":1,"root":""}],
                 "attachments":[]}
                """
                        .formatted(session);
        try (var document = new PDDocument(MemoryUsageSetting.setupTempFileOnly().streamCache)) {
            document.addPage(new PDPage());
            var names = new TreeMap<String, PDComplexFileSpecification>();
            names.put("manifest.json", file(document, manifest.getBytes(StandardCharsets.UTF_8)));
            names.put("s.jsonl", line(document, bytes));
            var tree = new PDEmbeddedFilesNameTreeNode();
            tree.setNames(names);
            var dictionary = new PDDocumentNameDictionary(document.getDocumentCatalog());
            dictionary.setEmbeddedFiles(tree);
            document.getDocumentCatalog().setNames(dictionary);
            document.save(target.toFile());
        }
    }

    private static PDComplexFileSpecification file(PDDocument document, byte[] content)
            throws IOException {
        var file = new PDEmbeddedFile(document, InputStream.nullInputStream());
        try (OutputStream out = file.createOutputStream(COSName.FLATE_DECODE)) {
            out.write(content);
        }
        return specification(file);
    }

    private static PDComplexFileSpecification line(PDDocument document, int bytes)
            throws IOException {
        var file = new PDEmbeddedFile(document, InputStream.nullInputStream());
        byte[] piece = "x".repeat(1 << 16).getBytes(StandardCharsets.UTF_8);
        try (OutputStream out = file.createOutputStream(COSName.FLATE_DECODE)) {
            for (int written = 0; written < bytes; written += piece.length) {
                out.write(piece);
            }
        }
        return specification(file);
    }

    private static PDComplexFileSpecification specification(PDEmbeddedFile file) {
        var specification = new PDComplexFileSpecification();
        specification.setEmbeddedFile(file);
        return specification;
    }
}
