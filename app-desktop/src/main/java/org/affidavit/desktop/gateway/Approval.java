package org.affidavit.desktop.gateway;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.affidavit.sessionlog.consent.ConsentRequest;
import org.affidavit.sessionlog.transcript.HeldCommand;

/// One approval request as the gateway tells it.
///
/// @param consent everything the digest is made of
/// @param digest what the gateway says the digest is; never signed without recomputing it
/// @param messages the exact bytes held; what is shown and agreed to is what these say
/// @param place file and line of the rule
/// @param message why it is held, in the rule's words
/// @param decidedBy empty while it waits
/// @param reason the approver's words, or why it lapsed; empty while it waits
public record Approval(
        ConsentRequest consent,
        State state,
        String digest,
        Instant asked,
        List<byte[]> messages,
        List<String> verbs,
        List<String> objects,
        String rule,
        String place,
        String message,
        List<String> approverGroups,
        Optional<String> decidedBy,
        Optional<Instant> decidedAt,
        String reason) {
    public Approval {
        messages = List.copyOf(messages);
        verbs = List.copyOf(verbs);
        objects = List.copyOf(objects);
        approverGroups = List.copyOf(approverGroups);
    }

    /// How far a request got.
    public enum State {
        WAITING,
        APPROVED,
        DENIED,
        LAPSED
    }

    public String id() {
        return consent.request();
    }

    /// What the held bytes say.
    public HeldCommand command() {
        return HeldCommand.of(consent.resource().kind(), messages);
    }

    /// True when the digest the gateway told is the one computed here from the bytes held and the
    /// other fields.
    public boolean digestHolds() {
        return consent.covers(messages) && consent.digest().equals(digest);
    }
}
