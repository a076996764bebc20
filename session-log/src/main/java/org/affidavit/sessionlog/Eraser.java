package org.affidavit.sessionlog;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.affidavit.sessionlog.OrderRefused.Why;
import org.affidavit.sessionlog.event.Event;
import org.affidavit.sessionlog.event.GatewayEvent;
import org.affidavit.sessionlog.event.GatewayEvent.HoldPlaced;
import org.affidavit.sessionlog.event.GatewayEvent.HoldReleased;
import org.affidavit.sessionlog.event.GatewayEvent.PayloadErased;
import org.affidavit.sessionlog.event.SessionId;
import org.affidavit.sessionlog.segment.FrameType;
import org.affidavit.sessionlog.segment.LogLayout;

/// Erases payloads and keeps the holds that forbid it. One thing at a time, so that what was read
/// before an order is still so when it is written.
///
/// The order is the promise: the record is durable, then signed, and only then are the frames
/// overwritten. So whatever is gone, a signed record says why; and after a crash the same erasure
/// goes on from its record.
final class Eraser {
    /// A subject of the longest kind, at the longest issuer.
    private static final int NAME_MAX = 2_400;

    private static final int TEXT_MAX = 2_000;

    private final LogLayout layout;
    private final Disk disk;
    private final Clock clock;
    private final CommitLoop loop;
    private final SecureRandom random = new SecureRandom();

    Eraser(LogLayout layout, Disk disk, Clock clock, CommitLoop loop) {
        this.layout = layout;
        this.disk = disk;
        this.clock = clock;
        this.loop = loop;
    }

    /// Whether only this may write such a record.
    static boolean isOwn(Event event) {
        return event instanceof PayloadErased
                || event instanceof HoldPlaced
                || event instanceof HoldReleased;
    }

    synchronized Erasure.Done erase(Erasure wanted) throws IOException {
        checkName(wanted.by());
        checkText("basis", wanted.basis());
        checkText("reason", wanted.reason());
        SessionId session = wanted.session();
        bringUpToDate();
        var survey = ErasureSurvey.of(session, layout);
        checkSession(survey, session);
        List<VaultPiece> pieces = survey.pieces(wanted.record());
        if (pieces.isEmpty()) {
            throw refused(
                    Why.UNKNOWN,
                    "Record "
                            + wanted.record().orElse(-1L)
                            + " is none of session "
                            + session
                            + " with a payload. `affidavit records` lists them.");
        }
        Optional<ErasureBook.Order> before =
                wanted.record().isPresent()
                        ? survey.book().order(session, wanted.record().get())
                        : survey.book().order(session);
        checkPieces(wanted.session(), pieces, before, survey.book());
        int payloads = (int) pieces.stream().filter(Eraser::isPayload).count();
        long order =
                before.isPresent() ? before.get().index() : write(event(wanted, payloads)).index();
        overwrite(pieces, order);
        return new Erasure.Done(
                order,
                before.isPresent(),
                payloads,
                pieces.stream().mapToLong(VaultPiece::length).sum(),
                wanted.record().isEmpty());
    }

    /// What is read next has every record that was acknowledged.
    private void bringUpToDate() throws LogFailure {
        try {
            var _ = loop.sign().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof LogFailure failure
                    ? failure
                    : new LogFailure("The log cannot be written. Nothing was changed.", e);
        }
    }

    private PayloadErased event(Erasure wanted, int payloads) {
        return new PayloadErased(
                clock.instant(),
                wanted.session(),
                wanted.record(),
                payloads,
                wanted.by(),
                wanted.basis(),
                wanted.reason());
    }

    private static boolean isPayload(VaultPiece piece) {
        return piece.type() == FrameType.PAYLOAD;
    }

    private void checkSession(ErasureSurvey survey, SessionId session) throws LogFailure {
        if (!survey.isKnown()) {
            throw refused(
                    Why.UNKNOWN,
                    "The log "
                            + layout.folder()
                            + " holds no session "
                            + session
                            + ". `affidavit sessions list` shows those that it holds.");
        }
        if (survey.isOpen()) {
            throw refused(Why.OPEN, "Session " + session + " has not ended. Erase it when it has.");
        }
        Optional<HoldPlaced> hold = survey.book().hold(session);
        if (hold.isPresent()) {
            throw refused(
                    Why.HELD,
                    "Hold "
                            + hold.get().hold()
                            + ", placed by "
                            + hold.get().by()
                            + " ("
                            + hold.get().reason()
                            + "), covers session "
                            + session
                            + ". Whoever may lift it does so with `affidavit hold release`.");
        }
    }

    /// An erasure must not be what hides an alteration.
    private void checkPieces(
            SessionId session,
            List<VaultPiece> pieces,
            Optional<ErasureBook.Order> before,
            ErasureBook book)
            throws IOException {
        boolean left = false;
        for (VaultPiece piece : pieces) {
            VaultPiece.State state = piece.state();
            left |= state != VaultPiece.State.ERASED;
            boolean ordered =
                    before.isPresent()
                            || (isPayload(piece)
                                    && book.order(session, piece.record()).isPresent());
            if (state != VaultPiece.State.WHOLE && !ordered) {
                throw LogFailure.alteration(
                        "What record "
                                + piece.record()
                                + " committed to is not in its place in "
                                + piece.file().getFileName()
                                + ", and no record orders that. The log was altered, so nothing was"
                                + " erased. Run `affidavit verify` on it and keep a copy.");
            }
        }
        if (!left && before.isPresent()) {
            // What an earlier try overwrote need not have reached the disk.
            overwrite(pieces, before.get().index());
            throw refused(
                    Why.DONE_BEFORE,
                    "That was erased before, under record "
                            + before.get().index()
                            + " by "
                            + before.get().event().by()
                            + ": "
                            + before.get().event().basis()
                            + ".");
        }
    }

    private void overwrite(List<VaultPiece> pieces, long order) throws LogFailure {
        var files = new LinkedHashSet<Path>();
        pieces.forEach(piece -> files.add(piece.file()));
        try {
            for (Path file : files) {
                try (var channel = disk.rewrite(file)) {
                    for (VaultPiece piece : pieces) {
                        if (piece.file().equals(file) && piece.state() != VaultPiece.State.ERASED) {
                            piece.erase(channel, disk);
                        }
                    }
                    disk.force(channel);
                }
            }
        } catch (IOException e) {
            throw new LogFailure(
                    "Record "
                            + order
                            + " orders the erasure, and it is not finished: "
                            + IoWords.of(e)
                            + ". Some of it may still be on the disk. Check the disk, and run the"
                            + " same erasure again: it goes on from that record.",
                    e);
        }
    }

    synchronized HoldPlaced place(Optional<SessionId> session, String by, String reason)
            throws IOException {
        checkName(by);
        checkText("reason", reason);
        if (session.isPresent() && !isKnown(session.get())) {
            throw refused(
                    Why.UNKNOWN,
                    "The log "
                            + layout.folder()
                            + " holds no session "
                            + session.get()
                            + ", so no hold was placed. `affidavit sessions list` shows those that"
                            + " it holds.");
        }
        var at = clock.instant();
        var hold = new HoldPlaced(at, SessionId.at(at, random).value(), session, by, reason);
        var _ = write(hold);
        return hold;
    }

    private boolean isKnown(SessionId session) throws IOException {
        bringUpToDate();
        return ErasureSurvey.of(session, layout).isKnown();
    }

    synchronized Receipt release(String hold, String by, String reason) throws IOException {
        checkName(by);
        checkText("reason", reason);
        if (holds().stream().noneMatch(one -> one.hold().equals(hold))) {
            throw refused(
                    Why.UNKNOWN,
                    "No hold " + hold + " is in force. `affidavit hold list` shows them.");
        }
        return write(new HoldReleased(clock.instant(), hold, by, reason));
    }

    List<HoldPlaced> holds() throws IOException {
        try (var log = SessionLogReader.open(layout.folder())) {
            return log.holds();
        }
    }

    /// Durable when this returns, and the last record under a checkpoint: whoever has only the two
    /// sees that it was signed before anybody could have taken it over.
    private Receipt write(GatewayEvent event) throws LogFailure {
        Entry entry = Entry.of(event);
        var signed = loop.seal(entry);
        try {
            Receipt receipt = entry.receipt().join();
            sign(signed, receipt, event);
            return receipt;
        } catch (CompletionException e) {
            throw e.getCause() instanceof LogFailure failure
                    ? failure
                    : new LogFailure("The order could not be recorded. Nothing was erased.", e);
        }
    }

    /// What is on record and not signed: a hold holds, and nothing else counts.
    private static void sign(
            CompletableFuture<Checkpoint> signed, Receipt receipt, GatewayEvent event)
            throws LogFailure {
        try {
            var _ = signed.join();
        } catch (CompletionException e) {
            throw new LogFailure(
                    "Record "
                            + receipt.index()
                            + " is written, and could not be signed. "
                            + (event instanceof HoldPlaced
                                    ? "The hold is in force all the same."
                                    : "So it counts for nothing, and nothing was changed.")
                            + " Check the disk, above all its free space"
                            + (event instanceof HoldPlaced
                                    ? "; whoever opens the log next signs it."
                                    : ", and give the order again."),
                    e);
        }
    }

    private static void checkName(String by) throws LogFailure {
        check("name", by, NAME_MAX);
    }

    private static void checkText(String what, String text) throws LogFailure {
        check(what, text, TEXT_MAX);
    }

    private static void check(String what, String text, int max) throws LogFailure {
        if (text.isBlank() || text.length() > max || text.lines().count() > 1) {
            throw refused(
                    Why.TEXT,
                    String.format(
                            Locale.ROOT,
                            "The %s goes on record for ever: write one line of at most %d"
                                    + " characters.",
                            what,
                            max));
        }
    }

    private static OrderRefused refused(Why why, String message) {
        return new OrderRefused(why, message);
    }
}
