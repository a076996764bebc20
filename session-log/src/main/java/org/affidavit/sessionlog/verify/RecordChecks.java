package org.affidavit.sessionlog.verify;

import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.affidavit.sessionlog.encode.Leaf;
import org.affidavit.sessionlog.event.GatewayEvent;
import org.affidavit.sessionlog.event.SessionEvent;
import org.affidavit.sessionlog.event.SessionId;
import org.affidavit.sessionlog.segment.FileHeader;
import org.affidavit.sessionlog.segment.LogLayout;
import org.affidavit.sessionlog.verify.CheckResult.Check;
import org.jspecify.annotations.Nullable;

/// What every record goes through, in order, once it could be read: the checks that look at its
/// content.
final class RecordChecks implements AutoCloseable {
    final SessionChain sessions;
    private final IdLedger openings;
    final Continuity continuity;
    final Population population;
    final SetAside setAside;
    final Adoptions adoptions;
    final KnownCheckpoints known;
    final PayloadKeys payloads;
    final Erasures erasures;
    final Decisions decisions;
    final Optional<VaultNotes> notes;
    private final StampRecords stamps;

    private final Findings findings;
    private final KeySuccession succession;
    String origin = "";
    @Nullable Instant from;
    @Nullable Instant to;

    /// @param idsKept how many ids of sessions are kept in memory
    RecordChecks(
            LogLayout layout,
            Findings findings,
            Outside outside,
            KeySuccession succession,
            int idsKept)
            throws IOException {
        this.openings = new IdLedger(idsKept);
        this.known = new KnownCheckpoints(outside.known());
        this.succession = succession;
        this.findings = findings;
        this.sessions = new SessionChain(findings);
        this.continuity = new Continuity(findings);
        this.population = new Population(findings);
        this.setAside = new SetAside(layout, findings);
        this.adoptions = new Adoptions(findings);
        this.payloads = new PayloadKeys(outside.readers());
        this.erasures = new Erasures(findings);
        this.decisions = new Decisions(findings);
        this.notes =
                outside.notes().isEmpty()
                        ? Optional.empty()
                        : Optional.of(VaultNotes.open(outside.notes().get()));
        this.stamps = new StampRecords(layout, findings);
    }

    /// @param index where the record is
    /// @param header of the segment that it is in
    void accept(Leaf leaf, long index, byte[] hash, FileHeader header) throws IOException {
        if (leaf.index() != index) {
            findings.broken(
                    Check.RECORDS,
                    index,
                    "record " + index + " says that it is record " + leaf.index());
        }
        if (index == header.first()) {
            checkFirst(leaf, header);
        }
        from = from == null ? leaf.event().at() : from;
        to = leaf.event().at();
        continuity.accept(leaf);
        population.accept(leaf, hash);
        switch (leaf.event()) {
            case SessionEvent event -> {
                sessions.accept(leaf, event, hash);
                if (event instanceof SessionEvent.SessionOpened) {
                    openings.add(event.session().bits(), index);
                }
            }
            case GatewayEvent.LogRecovered recovered -> {
                setAside.expect(index, recovered);
                adoptions.note(index, recovered);
                erasures.recovered(index, recovered);
            }
            case GatewayEvent.KeyRotated rotated -> succession.note(index, rotated);
            case GatewayEvent.CheckpointTimestamped stamped -> stamps.note(index, stamped);
            default -> erasures.note(index, leaf.event());
        }
    }

    /// Call behind the last record: no session was opened twice.
    void finish() throws IOException {
        openings.tell((id, record) ->
                findings.broken(
                        Check.SESSIONS,
                        record,
                        "record " + record + " opens session " + SessionId.of(id) + " again"));
    }

    @Override
    public void close() throws IOException {
        openings.close();
    }

    private void checkFirst(Leaf leaf, FileHeader header) {
        if (!leaf.boot().equals(header.boot())) {
            findings.broken(
                    Check.FRAMING,
                    leaf.index(),
                    "record " + leaf.index() + " is not of the life that began its segment");
        }
        if (leaf.index() == 0) {
            if (leaf.event() instanceof GatewayEvent.LogCreated created) {
                origin = created.origin();
            } else {
                findings.broken(Check.RECORDS, 0, "the log does not begin with its creation");
            }
        }
        if (!origin.isEmpty()
                && !Arrays.equals(header.originHash(), FileHeader.originHash(origin))) {
            findings.broken(
                    Check.FRAMING,
                    leaf.index(),
                    "the segment of record " + leaf.index() + " is of another log");
        }
    }

    /// @param proven records under a genuine checkpoint
    Coverage coverage(long records, long proven) {
        return new Coverage(
                to == null ? java.util.List.of() : population.periods(records, to, proven),
                population.periodsMore(),
                continuity.gaps(),
                continuity.gapsMore());
    }
}
