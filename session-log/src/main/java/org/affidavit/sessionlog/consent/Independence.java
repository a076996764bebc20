package org.affidavit.sessionlog.consent;

import java.text.Normalizer;
import java.util.Locale;
import org.affidavit.sessionlog.event.Principal;

/// Whether somebody may agree to what an agent asks: not the agent itself, nor who owns it.
public final class Independence {
    private Independence() {}

    /// @param approver as their token said, with its groups
    public static boolean holds(Principal agent, Principal approver) {
        boolean same =
                (agent.issuer().equals(approver.issuer())
                                && agent.subject().equals(approver.subject()))
                        || sameName(agent.name(), approver.name());
        return !same && !owns(approver, agent);
    }

    /// The owner is a person or a team: whoever belongs to the team counts as the owner.
    private static boolean owns(Principal approver, Principal agent) {
        String owner = agent.owner();
        return (owner.equals(approver.subject()) && !owner.isEmpty())
                || sameName(owner, approver.name())
                || approver.groups().stream().anyMatch(group -> sameName(owner, group));
    }

    /// Names are for people, so two that people take for one are one.
    private static boolean sameName(String one, String other) {
        String plain = plain(one);
        return !plain.isEmpty() && plain.equals(plain(other));
    }

    private static String plain(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFKC).strip().toLowerCase(Locale.ROOT);
    }
}
