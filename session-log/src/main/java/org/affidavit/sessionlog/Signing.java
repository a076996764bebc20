package org.affidavit.sessionlog;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.function.Function;
import java.util.function.Supplier;
import org.affidavit.sessionlog.event.GatewayEvent;
import org.affidavit.sessionlog.key.LogSigner;
import org.affidavit.sessionlog.key.VerifierKey;
import org.affidavit.sessionlog.note.CheckpointText;
import org.affidavit.sessionlog.note.SignedNote;
import org.affidavit.sessionlog.tree.CompactRange;
import org.jspecify.annotations.Nullable;

/// Puts signatures over what is durable, each size once, and hands them out. Belongs to the thread
/// that writes.
final class Signing {
    private final String origin;
    private final Clock clock;
    private final LogLimits limits;
    private final Files files;
    private final CompactRange tree;
    private final Supplier<Bookmark> here;
    private LogSigner signer;
    private @Nullable Checkpoint newest;
    private long bookmarked;

    /// What a signature asks of the log's folder.
    ///
    /// @param segments settled before anything is signed
    /// @param tiles written before the checkpoint that needs them
    record Files(
            LogLock lock,
            SegmentWriter segments,
            TileStore tiles,
            CheckpointStore checkpoints,
            BookmarkStore bookmarks) {}

    /// @param tree over everything durable
    /// @param here where this life of the writer is
    Signing(
            SessionLog.Options options,
            LogLimits limits,
            LogSigner signer,
            Files files,
            CompactRange tree,
            Supplier<Bookmark> here) {
        this.origin = options.origin();
        this.clock = options.clock();
        this.limits = limits;
        this.signer = signer;
        this.files = files;
        this.tree = tree;
        this.here = here;
    }

    /// Goes on from a checkpoint that an earlier life published.
    void resume(Checkpoint checkpoint) throws IOException {
        files.checkpoints().finishPublication(checkpoint);
        newest = checkpoint;
        bookmarked = checkpoint.size();
    }

    /// How many records are durable and not yet under a checkpoint.
    long unsigned() {
        return newest == null ? tree.size() : tree.size() - newest.size();
    }

    /// Signs and publishes a checkpoint over everything durable. Never signs one size twice.
    Checkpoint sign() throws IOException {
        return sign(text -> signer.sign(text, clock.instant()));
    }

    /// @throws IllegalArgumentException if a key cannot follow the one in use
    void checkNext(LogSigner next) {
        VerifierKey key = next.verifierKey();
        if (!key.name().equals(origin) || key.id().equals(signer.verifierKey().id())) {
            throw new IllegalArgumentException(
                    "The next key needs the log's name and must be another");
        }
    }

    /// What the record says of a change of keys.
    GatewayEvent.KeyRotated change(LogSigner next) {
        return new GatewayEvent.KeyRotated(
                clock.instant(), signer.verifierKey().text(), next.verifierKey().text());
    }

    /// Has both keys sign, right behind the record of the change, and goes on with the next.
    Checkpoint rotate(LogSigner next) throws IOException {
        Checkpoint both =
                sign(text -> {
                    var signatures =
                            new ArrayList<>(signer.sign(text, clock.instant()).signatures());
                    signatures.addAll(next.sign(text, clock.instant()).signatures());
                    return new SignedNote(text.format(), signatures);
                });
        signer = next;
        bookmark();
        return both;
    }

    private Checkpoint sign(Function<CheckpointText, SignedNote> signing) throws IOException {
        if (newest != null && newest.size() == tree.size()) {
            return newest;
        }
        files.lock().check();
        files.segments().settle();
        files.tiles().complete();
        var text = new CheckpointText(origin, tree.size(), tree.root());
        Checkpoint checkpoint = Checkpoint.of(text, signing.apply(text));
        files.checkpoints().publish(checkpoint);
        newest = checkpoint;
        if (tree.size() - bookmarked >= limits.bookmarkEvery()) {
            bookmark();
        }
        return checkpoint;
    }

    /// Notes for the next life where this one is. Right behind a checkpoint only.
    void bookmark() throws IOException {
        files.bookmarks().put(here.get(), signer);
        bookmarked = tree.size();
    }
}
