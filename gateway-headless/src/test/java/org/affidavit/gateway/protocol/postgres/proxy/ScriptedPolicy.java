package org.affidavit.gateway.protocol.postgres.proxy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.affidavit.gateway.policy.PolicyEngine;
import org.affidavit.gateway.policy.Replication;
import org.affidavit.gateway.policy.SqlFacts;
import org.affidavit.gateway.policy.Verdict;
import org.affidavit.sessionlog.event.Principal;
import org.affidavit.sessionlog.event.Resource;
import org.affidavit.sessionlog.event.RuleRef;

/// Denies a verb called DROP, holds DELETE, denies what is opaque, allows the rest.
final class ScriptedPolicy implements PolicyEngine {
    static final RuleRef ALLOW = new RuleRef("allow-all", "policy.yaml:1");
    static final RuleRef NO_DROP = new RuleRef("no-drop", "policy.yaml:7");
    static final RuleRef NO_REPLICATION = new RuleRef("no-replication", "policy.yaml:3");
    static final RuleRef HOLD_DELETE = new RuleRef("hold-delete", "policy.yaml:12");

    volatile Function<Resource, Verdict> connect = _ -> new Verdict.Allow(ALLOW);

    /// Lets resources be opened for replication.
    volatile boolean replicates;

    /// Denies whatever is not proven to be read-only.
    volatile boolean onlyReads;

    /// Lets through what is opaque, as a rule that names this does.
    volatile boolean unseen;

    /// Hears of everything that is to be decided.
    volatile Consumer<SqlFacts> asked = _ -> {};

    @Override
    public String digest() {
        return "0".repeat(64);
    }

    @Override
    public Verdict connect(
            Principal principal, Resource resource, Replication replication, Instant now) {
        if (replication != Replication.NONE && !replicates) {
            return new Verdict.Deny(NO_REPLICATION, "Nothing is replicated here", "");
        }
        return connect.apply(resource);
    }

    @Override
    public Verdict decide(Principal principal, Resource resource, SqlFacts facts, Instant now) {
        asked.accept(facts);
        if (has(facts, "DROP") || (facts.opaque() && !unseen) || (onlyReads && !facts.readOnly())) {
            return new Verdict.Deny(NO_DROP, "Tables are not dropped here", "Ask an operator.");
        }
        if (has(facts, "DELETE")) {
            return new Verdict.Hold(
                    HOLD_DELETE,
                    "Deleting needs a person",
                    List.of("leads"),
                    Duration.ofMinutes(1));
        }
        return new Verdict.Allow(ALLOW);
    }

    private static boolean has(SqlFacts facts, String verb) {
        return facts.statements().stream().anyMatch(one -> one.verbs().contains(verb));
    }
}
