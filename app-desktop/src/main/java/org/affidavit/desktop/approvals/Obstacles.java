package org.affidavit.desktop.approvals;

import java.time.Instant;
import java.util.Collections;
import org.affidavit.desktop.gateway.Approval;
import org.affidavit.desktop.words.Standing;
import org.affidavit.desktop.words.Words;
import org.affidavit.sessionlog.event.Principal;
import org.jspecify.annotations.Nullable;

/// Says why somebody cannot decide on a request.
final class Obstacles {
    private Obstacles() {}

    /// One sentence; empty when nothing stands in the way.
    static String to(Approval approval, @Nullable Principal me, LinkState link, Instant now) {
        if (approval.state() != Approval.State.WAITING) {
            return Words.say("approvals.obstacle.decided");
        }
        if (RequestRow.standing(approval, now) != Standing.WAITING) {
            return Words.say("approvals.obstacle.expired");
        }
        if (!(link instanceof LinkState.Live) || me == null) {
            return Words.say("approvals.obstacle.offline");
        }
        if (!approval.digestHolds()) {
            return Words.say("approvals.obstacle.digest");
        }
        if (approval.command().unread() > 0 || approval.command().statements().isEmpty()) {
            return Words.say("approvals.obstacle.unread");
        }
        var agent = approval.consent().agent();
        if (agent.subject().equals(me.subject()) && agent.issuer().equals(me.issuer())) {
            return Words.say("approvals.obstacle.self");
        }
        if (agent.owner().equals(me.name()) || agent.owner().equals(me.subject())) {
            return Words.say("approvals.obstacle.owner");
        }
        return Collections.disjoint(me.groups(), approval.approverGroups())
                ? Words.say(
                        "approvals.obstacle.group", String.join(", ", approval.approverGroups()))
                : "";
    }
}
