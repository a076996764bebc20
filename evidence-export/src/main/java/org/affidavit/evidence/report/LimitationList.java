package org.affidavit.evidence.report;

import java.util.ArrayList;
import java.util.List;
import org.affidavit.evidence.report.Report.Limitation;

/// Says what a packet does not prove. Part of every packet: a reader must not have to guess.
final class LimitationList {
    private LimitationList() {}

    static List<Limitation> of(PacketMaterial material) {
        var list = new ArrayList<Limitation>();
        list.add(
                new Limitation(
                        "What did not pass through the gateway",
                        "Only sessions that an agent opened through the gateway are recorded."
                                + " Whether there was another way to the same resource must be"
                                + " checked at the resource and on its network."));
        list.add(
                new Limitation(
                        "Sessions that were not chosen",
                        "The packet holds the sessions named in its scope. That no other session"
                                + " matches the selection can be checked only in the whole log."));
        list.add(
                new Limitation(
                        "A record's place in the log, offline",
                        "Attached proofs show that the opening and the last record of each session"
                                + " lie under the signed root, as far as the checkpoint reaches;"
                                + " the records between hang from the last one. That no other"
                                + " record of the log names the session was checked when the packet"
                                + " was made; to repeat that step, the log itself is needed."));
        list.add(
                new Limitation(
                        "How the bytes were read",
                        "The attached payloads hang from the records. Statements, results and"
                                + " figures were decoded from them by the software that made the"
                                + " packet; checking the packet does not decode them again. Whoever"
                                + " doubts a statement reads it in the payload of its record."));
        list.add(
                new Limitation(
                        "The time of day",
                        "Instants come from the gateway's clock. No independent time stamp is"
                                + " attached, so their order within the log is proven and their"
                                + " distance from true time is not."));
        list.add(
                new Limitation(
                        "Masked values",
                        "A masked value was never recorded. That the value shown in its place"
                                + " stands for a given original cannot be shown from the log."));
        list.add(
                new Limitation(
                        "Whoever holds the signing key",
                        "A checkpoint shows that the holder of the key signed that root. Obtain"
                                + " the verifier key from a source other than this packet before"
                                + " relying on it. No independent witness has signed."));
        list.add(
                new Limitation(
                        "The right person behind an account",
                        "Agents and approvers are named as their identity provider named them."
                                + " That the right person or program held the account is a matter"
                                + " of that provider's controls."));
        if (material.sessions().stream().anyMatch(s -> s.chain().covered() < s.chain().records())) {
            list.add(
                    new Limitation(
                            "Records above the checkpoint",
                            "At least one session has records that were written after the attached"
                                    + " checkpoint. No signature covers them, and no proof in this"
                                    + " packet reaches them."));
        }
        if (material.sessions().stream().anyMatch(s -> s.chain().root().isEmpty())) {
            list.add(
                    new Limitation(
                            "The end of a running session",
                            "At least one session had not ended when the packet was made; its"
                                    + " later records are not part of it."));
        }
        return list;
    }
}
