package org.affidavit.evidence;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import org.affidavit.evidence.check.PacketInspection;
import org.affidavit.evidence.pdf.PacketReading;
import org.affidavit.sessionlog.key.VerifierKey;

/// Writes a packet: a PDF with the evidence of chosen sessions, and how to check it.
public final class PacketExporter {
    /// Most bytes that the attachments of a packet may have when it is checked.
    private static final long ATTACHMENT_BYTES_MAX = 4L << 30;

    /// What an export has come to. Called on the exporting thread.
    @FunctionalInterface
    public interface Progress {
        /// @return false to cancel
        boolean at(Stage stage, double done);
    }

    /// The stages of an export, in order.
    public enum Stage {
        VERIFY,
        COLLECT,
        RENDER,
        CHECK
    }

    /// Verifies the log, writes the packet beside its target and moves it into place when it is
    /// whole. A cancelled or failed export leaves no file.
    ///
    /// @throws org.affidavit.sessionlog.LogFailure if the log does not verify, or a session is not
    ///   in it
    /// @throws IOException if a file cannot be read or written
    /// @throws java.util.concurrent.CancellationException if progress answered false
    public Packet export(PacketRequest request, Path target, Progress progress) throws IOException {
        try (var export = new Export(request, target.toAbsolutePath(), progress)) {
            return export.run();
        }
    }

    /// Reads a packet back and checks that every byte and every attachment is as it was made, that
    /// the checkpoint is signed, that the records of every session form its whole chain and lie
    /// under the signed root, and that the stored bytes are those that the records commit to.
    ///
    /// Whatever the file holds, the answer is a verdict: it may come from anybody.
    ///
    /// @throws NotAPacket if the file is something else altogether
    /// @throws IOException if the file cannot be read at all
    public PacketCheck check(Path packet) throws IOException {
        if (!PacketReading.resemblesPacket(packet)) {
            throw new NotAPacket(packet);
        }
        try (var work = WorkFolder.create()) {
            var findings = new ArrayList<String>();
            PacketReading.damage(packet).ifPresent(findings::add);
            boolean whole = findings.isEmpty();
            try {
                var files = PacketReading.attachments(packet, work.path(), ATTACHMENT_BYTES_MAX);
                PacketInspection.Findings found = new PacketInspection(files).inspect();
                findings.addAll(found.problems());
                if (findings.isEmpty()) {
                    findings.add("Every byte of the file is as it was made.");
                    findings.addAll(found.held());
                } else {
                    whole = false;
                }
            } catch (IOException | RuntimeException | Error e) {
                // A damaged or hostile PDF makes its parser throw anything; none of it is good
                // news.
                whole = false;
                findings.add(
                        "The file cannot be read as a packet, so nothing in it can be relied on: "
                                + reason(e));
            }
            return new PacketCheck(whole, findings);
        }
    }

    private static String reason(Throwable thrown) {
        return switch (thrown) {
            case OutOfMemoryError _ -> "reading it takes more memory than there is.";
            case StackOverflowError _ -> "its parts are nested deeper than those of any packet.";
            default -> "its form is broken.";
        };
    }

    /// The key that a packet brings along. It proves nothing by itself: whoever makes a packet up
    /// makes up its key as well.
    ///
    /// @throws IOException if the packet has none that can be read; first [#check] it
    public VerifierKey key(Path packet) throws IOException {
        try (var work = WorkFolder.create()) {
            Path file =
                    PacketReading.attachments(packet, work.path(), ATTACHMENT_BYTES_MAX)
                            .get("log.vkey");
            if (file == null) {
                throw new NotAPacket(packet);
            }
            return VerifierKey.read(file);
        }
    }
}
