package org.affidavit.evidence.collect;

import java.nio.file.Path;
import org.affidavit.evidence.report.Attachment;

/// An attachment and where its bytes lie until they are in the packet.
public record AttachedFile(Attachment attachment, Path file) {}
