package org.affidavit.gateway.command;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.affidavit.gateway.policy.Parameters;
import org.affidavit.gateway.policy.PolicyEngine;
import org.affidavit.gateway.policy.PostgresSqlReader;
import org.affidavit.gateway.policy.Replication;
import org.affidavit.gateway.policy.ReplicationCommands;
import org.affidavit.gateway.policy.SqlFacts;
import org.affidavit.gateway.policy.SqlNames;
import org.affidavit.gateway.policy.SqlReader;
import org.affidavit.gateway.policy.Verdict;
import org.affidavit.sessionlog.event.Principal;
import org.affidavit.sessionlog.event.SessionId;
import org.affidavit.sessionlog.transcript.Frame;
import org.affidavit.sessionlog.transcript.SessionSummary;
import org.affidavit.sessionlog.transcript.Step;
import org.affidavit.sessionlog.transcript.Transcript;

/// Asks a policy what it would have said of recorded commands, and counts.
final class ReplayedPolicy {
    private static final String KIND = "postgres";

    private final PolicyEngine engine;
    private final Optional<PolicyEngine> before;
    private final SqlReader sql = new PostgresSqlReader();
    private long sessions;
    private long commands;
    private long unread;

    /// @param before what to compare with; empty for what is on record
    ReplayedPolicy(PolicyEngine engine, Optional<PolicyEngine> before) {
        this.engine = engine;
        this.before = before;
    }

    /// A verdict on record.
    ///
    /// @param word `allow`, `hold` or `deny`
    record Recorded(String word, String rule) {}

    /// A command, or with number 0 the opening of a session, of which the policy says something
    /// else than what was said then.
    record Change(
            SessionId session,
            int command,
            Instant at,
            String agent,
            String resource,
            String text,
            Recorded was,
            Verdict now) {}

    long sessions() {
        return sessions;
    }

    long commands() {
        return commands;
    }

    /// Commands that cannot be judged again: what was asked, or who asked, cannot be read.
    long unread() {
        return unread;
    }

    List<Change> replay(Transcript transcript) {
        SessionSummary session = transcript.session();
        List<Change> changes = new ArrayList<>();
        Optional<Principal> agent = session.agent().named();
        boolean readable = agent.isPresent() && session.resource().kind().equals(KIND);
        sessions++;
        SqlNames names = SqlNames.NONE;
        agent.ifPresent(known -> opening(session, known).ifPresent(changes::add));
        for (Step step : transcript.steps()) {
            Optional<Recorded> was = recorded(step);
            if (was.isEmpty()) {
                continue;
            }
            Optional<Frame.Statement> asked = readable ? asked(step) : Optional.empty();
            if (asked.isEmpty()) {
                unread++;
                continue;
            }
            commands++;
            String text = asked.get().text();
            SqlFacts read =
                    ReplicationCommands.read(text, Replication.of(session.client()), sql)
                            .bound(parameters(step, asked.get()));
            SqlNames.Resolved resolved = names.resolve(read);
            names = ran(step) ? resolved.after() : names.and(resolved.after());
            Said said = said(session, agent.orElseThrow(), resolved.facts(), step, was.get());
            if (!same(step, said)) {
                changes.add(change(session, step.command(), step.at(), text, said));
            }
        }
        return changes;
    }

    /// What is compared.
    private record Said(Recorded was, Verdict now) {}

    private Said said(
            SessionSummary session, Principal agent, SqlFacts facts, Step step, Recorded was) {
        return new Said(
                before.map(old -> old.decide(agent, session.resource(), facts, step.at()))
                        .map(ReplayedPolicy::recorded)
                        .orElse(was),
                engine.decide(agent, session.resource(), facts, step.at()));
    }

    private Optional<Change> opening(SessionSummary session, Principal agent) {
        Replication how = Replication.of(session.client());
        Recorded was =
                before.map(old -> old.connect(agent, session.resource(), how, session.opened()))
                        .map(ReplayedPolicy::recorded)
                        .orElse(new Recorded("allow", ""));
        Verdict now = engine.connect(agent, session.resource(), how, session.opened());
        return VerdictText.word(now).equals(was.word())
                ? Optional.empty()
                : Optional.of(
                        change(session, 0, session.opened(), "(opening)", new Said(was, now)));
    }

    private static Recorded recorded(Verdict verdict) {
        return new Recorded(VerdictText.word(verdict), verdict.rule().id());
    }

    private static Change change(
            SessionSummary session, int command, Instant at, String text, Said said) {
        return new Change(
                session.id(),
                command,
                at,
                session.agent().shown(),
                session.resource().name(),
                text,
                said.was(),
                said.now());
    }

    /// What was said first: consent comes later and changes no verdict.
    private static Optional<Recorded> recorded(Step step) {
        for (Frame frame : step.frames()) {
            switch (frame) {
                case Frame.Held held -> {
                    return Optional.of(new Recorded("hold", held.rule()));
                }
                case Frame.Denied denied -> {
                    return Optional.of(new Recorded("deny", denied.rule()));
                }
                case Frame.Allowed allowed -> {
                    String word = allowed.request().isPresent() ? "hold" : "allow";
                    return Optional.of(new Recorded(word, allowed.rule()));
                }
                default -> {
                    // It decides nothing.
                }
            }
        }
        return Optional.empty();
    }

    private static boolean ran(Step step) {
        return step.status() == Step.Status.COMPLETED || step.status() == Step.Status.APPROVED;
    }

    private static Optional<Frame.Statement> asked(Step step) {
        return step.frames().stream()
                .filter(Frame.Statement.class::isInstance)
                .map(Frame.Statement.class::cast)
                .findFirst();
    }

    private static Parameters parameters(Step step, Frame.Statement asked) {
        return isPrepared(step) ? Parameters.LATER : GivenValues.recorded(asked.parameters());
    }

    private static boolean isPrepared(Step step) {
        return step.facts().kind().equals("prepare");
    }

    /// Preparing is never held, and on record as what lets it pass.
    private static boolean same(Step step, Said said) {
        boolean prepared = isPrepared(step);
        return passed(prepared, VerdictText.word(said.now()))
                .equals(passed(prepared, said.was().word()));
    }

    private static String passed(boolean prepared, String word) {
        return prepared && word.equals("hold") ? "allow" : word;
    }
}
