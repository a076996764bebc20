package org.affidavit.sessionlog;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.Optional;
import org.affidavit.sessionlog.encode.Leaf;
import org.affidavit.sessionlog.event.Event;
import org.affidavit.sessionlog.event.GatewayEvent.LogCreated;
import org.affidavit.sessionlog.event.GatewayEvent.PeriodClosed;
import org.affidavit.sessionlog.event.SessionEvent.SessionOpened;
import org.affidavit.sessionlog.tree.CompactRange;
import org.affidavit.sessionlog.tree.TreeHash;

/// The writer's account of the period that runs: since when, and which sessions it opened.
///
/// A period is a range of records: from behind the record that closed the one before to the record
/// that closes it. Its times say what it is about.
final class PeriodBook {
    /// Prefix of the leaves of a period's own tree, which ends in a zero byte. It keeps a period's
    /// root from ever passing for that of a session or of the log.
    private static final byte[] PREFIX = "affidavit/period/v1\0".getBytes(UTF_8);

    private CompactRange opened = new CompactRange();
    private volatile Instant from = Instant.MIN;

    PeriodBook() {}

    /// The account of a log that is there already.
    PeriodBook(Instant from, CompactRange opened) {
        this.from = from;
        this.opened = opened;
    }

    /// Over the sessions that the period opened.
    CompactRange opened() {
        return opened;
    }

    /// Since when the period runs.
    Instant from() {
        return from;
    }

    /// Why a period cannot be closed now, if it cannot.
    Optional<String> objection(PeriodClosed asked) {
        return asked.to().isAfter(from)
                ? Optional.empty()
                : Optional.of("The period up to " + asked.to() + " is closed already.");
    }

    /// What the record says that closes the period here.
    PeriodClosed closed(PeriodClosed asked, int openSessions) {
        return new PeriodClosed(
                asked.at(), from, asked.to(), opened.size(), Leaf.hex(opened.root()), openSessions);
    }

    /// Takes a record into account once its leaf is fixed.
    void enter(Event event, byte[] leafHash) {
        switch (event) {
            case LogCreated created when from.equals(Instant.MIN) -> from = created.at();
            case SessionOpened _ -> opened.append(TreeHash.leaf(PREFIX, leafHash));
            case PeriodClosed closed -> {
                from = closed.to();
                opened = new CompactRange();
            }
            default -> {
                // No part of what a period says.
            }
        }
    }
}
