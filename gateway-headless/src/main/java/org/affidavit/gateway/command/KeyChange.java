package org.affidavit.gateway.command;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import org.affidavit.gateway.config.GatewayConfig;
import org.affidavit.sessionlog.LogFailure;
import org.affidavit.sessionlog.SessionLog;
import org.affidavit.sessionlog.key.LogSigner;
import org.affidavit.sessionlog.key.VerifierKey;
import org.affidavit.sessionlog.vault.Recipients;

/// One change of a log's signing key, in steps that can be repeated: the next key is written beside
/// the one in use, the log records the change, the files change their names.
final class KeyChange {
    private final GatewayConfig.Log log;
    private final Clock clock;
    private final Path next;
    private Path retired = Path.of("");

    KeyChange(GatewayConfig.Log log, Clock clock) {
        this.log = log;
        this.clock = clock;
        this.next = log.signingKey().resolveSibling(log.signingKey().getFileName() + ".next");
    }

    /// Answers the key that signs from now on.
    VerifierKey run() throws IOException {
        if (SessionLog.isBeingWritten(log.folder())) {
            throw new LogFailure(
                    "A gateway writes the log "
                            + log.folder()
                            + ", so its key was not changed. Stop the gateway, change the key, and"
                            + " start it again.");
        }
        dropHalfWritten();
        boolean again = Files.exists(next);
        LogSigner following =
                again ? LogSigner.load(next, log.origin()) : LogSigner.create(next, log.origin());
        if (!again || !isInForce(following)) {
            record(following);
        }
        LogSigner before = LogSigner.load(log.signingKey(), log.origin());
        retired =
                log.signingKey()
                        .resolveSibling(
                                log.signingKey().getFileName()
                                        + ".retired-"
                                        + before.verifierKey().id());
        if (!Files.exists(retired)) {
            Files.copy(log.signingKey(), retired, StandardCopyOption.COPY_ATTRIBUTES);
        }
        publish(following.verifierKey());
        Files.move(next, log.signingKey(), StandardCopyOption.ATOMIC_MOVE);
        force(log.signingKey());
        return following.verifierKey();
    }

    /// A full disk leaves a file that is no key. The log cannot know of it if the key before is
    /// still the one in force.
    private void dropHalfWritten() throws IOException {
        if (!Files.exists(next)) {
            return;
        }
        try {
            var _ = LogSigner.load(next, log.origin());
        } catch (LogFailure notKey) {
            if (!isInForce(LogSigner.load(log.signingKey(), log.origin()))) {
                throw new LogFailure(
                        next
                                + " holds no key, and "
                                + log.signingKey()
                                + " is not the one that signs the log. Restore the one or the other"
                                + " from a backup.",
                        notKey);
            }
            Files.delete(next);
        }
    }

    /// Whether an earlier try came as far as the log.
    private boolean isInForce(LogSigner key) {
        try {
            open(key).close();
            return true;
        } catch (LogFailure notYet) {
            return false;
        }
    }

    private void record(LogSigner following) throws LogFailure {
        try (SessionLog writer = open(LogSigner.load(log.signingKey(), log.origin()))) {
            writer.rotate(following).join();
        }
    }

    private SessionLog open(LogSigner key) throws LogFailure {
        var recipients = Recipients.read(log.recipients());
        return SessionLog.open(
                log.folder(), key, SessionLog.Options.of(log.origin(), recipients, clock));
    }

    private void publish(VerifierKey key) throws IOException {
        Path filling = publicKey().resolveSibling("log.vkey.next");
        Files.writeString(filling, key.text());
        Files.move(filling, publicKey(), StandardCopyOption.ATOMIC_MOVE);
        force(publicKey());
    }

    private static void force(Path file) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            channel.force(true);
        }
        Path folder = file.toAbsolutePath().resolveSibling("");
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /// The file of the public key, beside the log.
    Path publicKey() {
        return log.folder().resolveSibling("log.vkey");
    }

    /// Where the key that signed before lies now.
    Path retired() {
        return retired;
    }
}
