package org.affidavit.sessionlog;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.affidavit.sessionlog.encode.Leaf;
import org.affidavit.sessionlog.event.SessionEvent;
import org.affidavit.sessionlog.event.SessionId;
import org.affidavit.sessionlog.tree.CompactRange;
import org.affidavit.sessionlog.tree.TreeHash;
import org.jspecify.annotations.Nullable;

/// The writer's account of the sessions: numbers the records of those that are open, links them,
/// sums them up at the end, and remembers which ended.
final class SessionBook {
    /// Prefix of the leaves of a session's own tree, which ends in a zero byte. It keeps a
    /// session's root from ever passing for a root of the log.
    static final byte[] SESSION_PREFIX = "affidavit/session/v1\0".getBytes(UTF_8);

    private static final int ENDED_MAX = 1 << 16;

    private final Map<SessionId, Account> open = new LinkedHashMap<>();

    /// An id names one session for ever, so none is opened again after its end. Ids are random, so
    /// one that comes again is a mistake of whoever gives them out: the newest ends are remembered
    /// to find it at once, and the verifier finds it however long ago the first was.
    private final Set<UUID> ended =
            Collections.newSetFromMap(
                    new LinkedHashMap<>() {
                        @java.io.Serial private static final long serialVersionUID = 1;

                        @Override
                        protected boolean removeEldestEntry(Map.Entry<UUID, Boolean> eldest) {
                            return size() > ENDED_MAX;
                        }
                    });

    /// A session that is open.
    ///
    /// @param opening index of the record that opened it
    /// @param previous leaf hash of its newest record, lower-case hex
    /// @param range over its records
    record Account(long opening, String previous, CompactRange range) {}

    SessionBook() {}

    /// The accounts of a log that is there already.
    ///
    /// @param open in the order of their opening
    SessionBook(Map<SessionId, Account> open) {
        this.open.putAll(open);
    }

    /// The sessions that are open, in the order of their opening.
    Map<SessionId, Account> accounts() {
        return Collections.unmodifiableMap(open);
    }

    /// Why a record cannot be part of its session now, if it cannot.
    Optional<String> objection(SessionEvent event) {
        boolean known = open.containsKey(event.session());
        if (event instanceof SessionEvent.SessionOpened) {
            if (ended.contains(event.session().bits())) {
                return Optional.of("Session " + event.session() + " was opened before.");
            }
            return known
                    ? Optional.of("Session " + event.session() + " is open already.")
                    : Optional.empty();
        }
        return known
                ? Optional.empty()
                : Optional.of("Session " + event.session() + " is not open.");
    }

    Leaf.Link link(SessionEvent event) {
        @Nullable Account account = open.get(event.session());
        return account == null
                ? new Leaf.Link(0, "")
                : new Leaf.Link((int) account.range.size(), account.previous);
    }

    Optional<Leaf.Total> total(SessionEvent event) {
        @Nullable Account account = open.get(event.session());
        if (account == null || !ends(event)) {
            return Optional.empty();
        }
        return Optional.of(
                new Leaf.Total((int) account.range.size() + 1, Leaf.hex(account.range.root())));
    }

    /// Index of the record that opened a session which is open.
    Optional<Long> opening(SessionEvent event) {
        return Optional.ofNullable(open.get(event.session())).map(account -> account.opening);
    }

    /// Takes a record into account once its leaf is fixed.
    void enter(SessionEvent event, long index, byte[] leafHash) {
        if (ends(event)) {
            open.remove(event.session());
            ended.add(event.session().bits());
            return;
        }
        @Nullable Account before = open.get(event.session());
        CompactRange range = before == null ? new CompactRange() : before.range;
        range.append(TreeHash.leaf(SESSION_PREFIX, leafHash));
        long opening = before == null ? index : before.opening;
        open.put(event.session(), new Account(opening, Leaf.hex(leafHash), range));
    }

    static boolean ends(SessionEvent event) {
        return event instanceof SessionEvent.SessionClosed
                || event instanceof SessionEvent.SessionAborted;
    }
}
