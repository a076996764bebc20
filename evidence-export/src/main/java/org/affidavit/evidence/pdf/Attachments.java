package org.affidavit.evidence.pdf;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.affidavit.evidence.report.Attachment;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSString;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentNameDictionary;
import org.apache.pdfbox.pdmodel.PDEmbeddedFilesNameTreeNode;
import org.apache.pdfbox.pdmodel.common.filespecification.PDComplexFileSpecification;
import org.apache.pdfbox.pdmodel.common.filespecification.PDEmbeddedFile;

/// Embeds files as PDF/A-3 wants it: named twice, described, dated, related to the document.
final class Attachments {
    private static final COSName RELATIONSHIP = COSName.getPDFName("AFRelationship");
    private static final COSName ASSOCIATED = COSName.getPDFName("AF");

    private Attachments() {}

    static void attach(PDDocument document, List<PacketPdf.Source> sources, Instant at)
            throws IOException {
        Map<String, PDComplexFileSpecification> names = new TreeMap<>();
        var associated = new COSArray();
        for (PacketPdf.Source source : sources) {
            PDComplexFileSpecification specification;
            try (InputStream in = Files.newInputStream(source.file())) {
                specification =
                        specification(
                                source.attachment(),
                                new PDEmbeddedFile(document, in, COSName.FLATE_DECODE),
                                at);
            }
            names.put(source.attachment().name(), specification);
            associated.add(specification.getCOSObject());
        }
        register(document, names, associated);
    }

    private static PDComplexFileSpecification specification(
            Attachment attachment, PDEmbeddedFile file, Instant at) {
        file.setSubtype(attachment.mediaType());
        file.setSize(Math.toIntExact(attachment.bytes()));
        file.setCreationDate(DocumentIdentity.calendar(at));
        file.setModDate(DocumentIdentity.calendar(at));
        var specification = new PDComplexFileSpecification();
        specification.setFile(attachment.name());
        specification.setFileUnicode(attachment.name());
        specification.setEmbeddedFile(file);
        specification.setEmbeddedFileUnicode(file);
        specification.getCOSObject().setItem(COSName.DESC, new COSString(attachment.what()));
        specification.getCOSObject().setItem(RELATIONSHIP, COSName.getPDFName("Data"));
        return specification;
    }

    private static void register(
            PDDocument document,
            Map<String, PDComplexFileSpecification> names,
            COSArray associated) {
        var catalog = document.getDocumentCatalog();
        var tree = new PDEmbeddedFilesNameTreeNode();
        tree.setNames(names);
        var dictionary =
                catalog.getNames() == null
                        ? new PDDocumentNameDictionary(catalog)
                        : catalog.getNames();
        dictionary.setEmbeddedFiles(tree);
        catalog.setNames(dictionary);
        catalog.getCOSObject().setItem(ASSOCIATED, associated);
    }
}
