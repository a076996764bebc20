package org.affidavit.desktop.approvals;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.affidavit.desktop.gateway.Approval;
import org.affidavit.desktop.words.Formats;
import org.affidavit.desktop.words.HiddenCharacters;
import org.affidavit.desktop.words.Standing;
import org.affidavit.desktop.words.Words;

/// Everything known of one request.
///
/// @param statement the exact text held
/// @param size how long it is and how many hidden characters it has
/// @param why why it is held, in the rule's words
/// @param digestHolds whether the digest computed here is the one the gateway told
/// @param obstacle why this user cannot decide; empty when they can
/// @param outcome what was decided, by whom and why; empty while it waits
public record RequestDetail(
        String id,
        Standing standing,
        String title,
        String statement,
        String size,
        boolean hidden,
        String why,
        List<Fact> facts,
        String digest,
        boolean digestHolds,
        String obstacle,
        String outcome) {
    public RequestDetail {
        facts = List.copyOf(facts);
    }

    /// One name and its value.
    public record Fact(String label, String value) {}

    static RequestDetail of(Approval approval, Instant now, String obstacle) {
        String statement = approval.command().text();
        int hidden = HiddenCharacters.count(statement);
        return new RequestDetail(
                approval.id(),
                RequestRow.standing(approval, now),
                Words.say(
                        "approvals.asks",
                        HiddenCharacters.line(approval.consent().agent().name()),
                        HiddenCharacters.line(approval.consent().resource().name())),
                statement,
                Words.say("approvals.size", statement.length(), hidden),
                hidden > 0,
                HiddenCharacters.shown(approval.message()),
                facts(approval),
                approval.consent().digest(),
                approval.digestHolds(),
                obstacle,
                outcome(approval));
    }

    private static List<Fact> facts(Approval approval) {
        var agent = approval.consent().agent();
        var facts = new ArrayList<Fact>();
        add(facts, "approvals.fact.rule", approval.rule());
        add(facts, "approvals.fact.place", approval.place());
        add(facts, "approvals.fact.does", String.join(", ", approval.verbs()));
        add(facts, "approvals.fact.touches", String.join(", ", approval.objects()));
        add(facts, "approvals.fact.owner", agent.owner());
        add(facts, "approvals.fact.groups", String.join(", ", agent.groups()));
        add(facts, "approvals.fact.approvers", String.join(", ", approval.approverGroups()));
        add(facts, "approvals.fact.session", approval.consent().session().value());
        add(facts, "approvals.fact.command", Integer.toString(approval.consent().command()));
        add(facts, "approvals.fact.asked", Formats.exact(approval.asked()));
        add(facts, "approvals.fact.expires", Formats.exact(approval.consent().expires()));
        add(facts, "approvals.fact.bytes", approval.consent().commandSha256());
        return facts;
    }

    private static void add(List<Fact> facts, String key, String value) {
        if (!value.isEmpty()) {
            facts.add(new Fact(Words.say(key), HiddenCharacters.line(value)));
        }
    }

    private static String outcome(Approval approval) {
        String reason = HiddenCharacters.shown(approval.reason());
        String who = HiddenCharacters.line(approval.decidedBy().orElse("?"));
        String when = approval.decidedAt().map(Formats::exact).orElse("");
        return switch (approval.state()) {
            case WAITING -> "";
            case APPROVED -> Words.say("approvals.approved", who, when, reason);
            case DENIED -> Words.say("approvals.denied", who, when, reason);
            case LAPSED -> Words.say("approvals.lapsed", reason);
        };
    }
}
