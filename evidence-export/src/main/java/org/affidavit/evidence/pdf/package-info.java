/// How a packet looks, and how it is laid into a PDF file and read out of it again.
///
/// Start at [PacketPdf] to write and at [PacketReading] to read. The only place that sees PDFBox
/// and the layout engine; knows nothing of logs.
@NullMarked
package org.affidavit.evidence.pdf;

import org.jspecify.annotations.NullMarked;
