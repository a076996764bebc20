package org.affidavit.evidence;

import java.io.IOException;
import java.nio.file.Path;

/// Writes a packet: a PDF with the evidence of chosen sessions, and how to check it.
public final class PacketExporter {

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
    /// @throws java.util.concurrent.CancellationException if progress answered false
    public Packet export(PacketRequest request, Path target, Progress progress) throws IOException {
        throw new UnsupportedOperationException(request + " " + target + progress);
    }

    /// Reads a packet back and checks that every attachment is as its manifest says.
    public PacketCheck check(Path packet) throws IOException {
        throw new UnsupportedOperationException(packet.toString());
    }
}
