package org.affidavit.sessionlog.verify;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.affidavit.sessionlog.encode.AgentDisclosures;
import org.affidavit.sessionlog.encode.Leaf;
import org.affidavit.sessionlog.encode.Malformed;
import org.affidavit.sessionlog.event.Agent;
import org.affidavit.sessionlog.event.Payload;
import org.affidavit.sessionlog.event.SessionEvent;
import org.affidavit.sessionlog.event.SessionEvent.SessionOpened;
import org.affidavit.sessionlog.event.SessionId;
import org.affidavit.sessionlog.event.WireFrame.Direction;
import org.affidavit.sessionlog.vault.OpenedPayload;
import org.affidavit.sessionlog.vault.PayloadReading;
import org.affidavit.sessionlog.vault.ReadingKeys;
import org.affidavit.sessionlog.vault.ReadingKeys.Unwrapping;
import org.jspecify.annotations.Nullable;

/// Part of PAYLOADS: with a reader's key, every payload that was sealed for it opens, and has the
/// units that its record commits to. Without one, only where the keys are.
final class PayloadKeys {
    private static final PayloadReading SEALED =
            new PayloadReading.Sealed("sealed, no key for it was given");

    private final ReadingKeys keys;
    private final Map<SessionId, Opening> open = new HashMap<>();
    private long opened;
    private long sealed;
    private String why = "";

    /// @param key empty if nobody asked for it
    private record Opening(long record, Optional<Unwrapping> key) {}

    PayloadKeys(ReadingKeys keys) {
        this.keys = keys;
    }

    void opened(Leaf leaf, byte[] wrapped) {
        if (leaf.event() instanceof SessionEvent event) {
            Optional<Unwrapping> key =
                    keys.isEmpty() ? Optional.empty() : Optional.of(keys.unwrap(wrapped));
            open.put(event.session(), new Opening(leaf.index(), key));
        }
    }

    /// Hears what is wrong with a record.
    @FunctionalInterface
    interface Problem {
        /// @param what is wrong; `%d` stands for the record
        void of(long record, String what);
    }

    /// Reads a payload whose stored bytes are as recorded, as far as it can be seen.
    PayloadReading read(Leaf leaf, Leaf.Commitment commitment, byte[] stored, Problem problem) {
        if (!(leaf.event() instanceof SessionEvent event)) {
            problem.of(leaf.index(), "the payload of record %d is in no session");
            return SEALED;
        }
        @Nullable Opening session = open.get(event.session());
        if (session == null) {
            // Of a session whose opening cannot be read; that is for other checks to say.
            sealed++;
            return SEALED;
        }
        if (session.record() != commitment.keyRecord()) {
            problem.of(
                    leaf.index(), "the payload of record %d names a key that is not its session's");
            return SEALED;
        }
        if (session.key().isEmpty()) {
            sealed++;
            return SEALED;
        }
        return switch (session.key().get()) {
            case Unwrapping.Unwrapped(var key) -> {
                opened++;
                Optional<OpenedPayload> payload =
                        OpenedPayload.of(
                                event.session(),
                                stored,
                                key,
                                commitment.units(),
                                commitment.root());
                if (payload.isEmpty()) {
                    problem.of(
                            leaf.index(),
                            "the payload of record %d does not open to the units that were"
                                    + " recorded");
                    yield SEALED;
                }
                checkNames(leaf.index(), event, payload.get().payload(), problem);
                yield new PayloadReading.Open(payload.get());
            }
            case Unwrapping.ForOthers others -> {
                sealed++;
                yield PayloadReading.Sealed.of(others);
            }
            case Unwrapping.Broken broken -> {
                sealed++;
                why = why.isEmpty() ? broken.what() : why;
                yield PayloadReading.Sealed.of(broken);
            }
        };
    }

    /// Who the agent is stands in the record that opens a session, and nowhere else.
    private static void checkNames(
            long record, SessionEvent event, Payload payload, Problem problem) {
        if (event instanceof SessionOpened opened
                && opened.agent() instanceof Agent.Withheld withheld) {
            try {
                var _ = AgentDisclosures.read(withheld, payload);
            } catch (Malformed e) {
                problem.of(
                        record,
                        "the disclosures of record %d are not those that it commits to: "
                                + e.what());
            }
        } else if (payload.frames().stream()
                .anyMatch(frame -> frame.direction() == Direction.DISCLOSURE)) {
            problem.of(record, "the payload of record %d has disclosures, and it opens no session");
        }
    }

    void ended(Leaf leaf) {
        if (leaf.total().isPresent() && leaf.event() instanceof SessionEvent event) {
            open.remove(event.session());
        }
    }

    /// Words to add to a sentence on what was checked.
    String words() {
        if (keys.isEmpty()) {
            return sealed == 0 ? "" : "; none was opened, as no reader's key was given";
        }
        return "; %a opened and found to be what was recorded, %b sealed for others%c"
                .replace("%a", Counts.number(opened))
                .replace("%b", Counts.number(sealed))
                .replace("%c", why.isEmpty() ? "" : " (" + why + ")");
    }
}
