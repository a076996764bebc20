package org.affidavit.gateway.protocol.postgres.proxy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.affidavit.gateway.approval.Approvals;
import org.affidavit.gateway.approval.Approvals.Outcome;
import org.affidavit.gateway.policy.Verdict;
import org.affidavit.gateway.protocol.Gatekeeper;
import org.affidavit.gateway.protocol.postgres.wire.ErrorFields;
import org.affidavit.sessionlog.event.RuleRef;
import org.affidavit.sessionlog.event.SessionEvent.LapseCause;
import org.jspecify.annotations.Nullable;

/// Asks whether a batch may run: policy for every command, then a person for those held. One batch
/// at a time.
final class Permission {
    /// Verdicts of the gateway itself, such as on a name that it does not know.
    private static final RuleRef GATEWAY = new RuleRef("gateway", "");

    private final Session session;
    private Optional<String> waitingFor = Optional.empty();

    Permission(Session session) {
        this.session = session;
    }

    /// Ends in [Session#granted] or [Session#refused], now or later.
    void ask(Batch batch) {
        if (batch.problem().isPresent()) {
            session.refused(
                    batch, new Refusal(first(batch), GATEWAY, batch.problem().get(), false));
            return;
        }
        var verdicts = new ArrayList<Verdict>();
        for (Command command : batch.commands()) {
            Verdict verdict = decide(command);
            if (verdict instanceof Verdict.Deny deny) {
                session.refused(batch, new Refusal(command, deny.rule(), denied(deny), false));
                return;
            }
            verdicts.add(verdict);
        }
        next(batch, verdicts, new ArrayList<>());
    }

    /// The request that a person must decide, while one waits.
    Optional<String> waitingFor() {
        return waitingFor;
    }

    /// The agent gave up waiting.
    void withdraw(LapseCause cause) {
        waitingFor.ifPresent(request -> session.keeper().approvals().withdraw(request, cause));
    }

    private Verdict decide(Command command) {
        if (command.kind() == Command.Kind.FUNCTION_CALL
                && (command.facts().opaque() || session.masking().active())) {
            return new Verdict.Deny(
                    GATEWAY,
                    "Function calls are refused, but those of large objects where nothing is"
                            + " masked",
                    "Use SELECT instead.");
        }
        Gatekeeper keeper = session.keeper();
        return keeper.policy()
                .decide(
                        session.parties().agent(),
                        session.parties().resource(),
                        command.facts(),
                        keeper.clock().instant());
    }

    private void next(Batch batch, List<Verdict> verdicts, List<Grant> grants) {
        int at = grants.size();
        if (at == verdicts.size()) {
            grant(batch, grants);
            return;
        }
        Command command = batch.commands().get(at);
        Verdict verdict = verdicts.get(at);
        if (verdict instanceof Verdict.Hold hold && command.mustWait(verdict)) {
            Approvals.Held held = hold(command, hold);
            var _ =
                    held.outcome()
                            .whenCompleteAsync(
                                    (outcome, _) -> {
                                        waitingFor = Optional.empty();
                                        if (!session.ended()
                                                && judge(
                                                        batch, command, hold, held, outcome,
                                                        grants)) {
                                            next(batch, verdicts, grants);
                                        }
                                    },
                                    session.agent().loop());
            return;
        }
        grants.add(
                new Grant(
                        verdict.rule(),
                        command.portal().flatMap(Names.Portal::approval),
                        Instant.MAX));
        next(batch, verdicts, grants);
    }

    /// Consents that came early in a batch may be too old when the last one comes.
    private void grant(Batch batch, List<Grant> grants) {
        Instant now = session.keeper().clock().instant();
        for (int i = 0; i < grants.size(); i++) {
            Grant grant = grants.get(i);
            if (!now.isBefore(grant.expires())) {
                Command command = batch.commands().get(i);
                session.refused(batch, new Refusal(command, grant.rule(), tooOld(grant), true));
                return;
            }
        }
        session.granted(batch, grants);
    }

    private Approvals.Held hold(Command command, Verdict.Hold verdict) {
        Approvals.Held held =
                session.keeper()
                        .approvals()
                        .hold(
                                session.evidence().recorder().session(),
                                command.number(),
                                session.parties().agent(),
                                session.parties().resource(),
                                command.leafFacts(),
                                command.sql(),
                                command.frames(),
                                verdict);
        String request = held.request().consent().request();
        waitingFor = Optional.of(request);
        session.tell(
                command,
                ErrorFields.of(
                                "NOTICE",
                                "01000",
                                "This command waits for approval ("
                                        + request
                                        + "): "
                                        + verdict.message())
                        .with(ErrorFields.DETAIL, "Held by rule " + verdict.rule().id())
                        .with(ErrorFields.HINT, "Wait, or cancel the command to withdraw it."));
        return held;
    }

    /// True when the command may run.
    private boolean judge(
            Batch batch,
            Command command,
            Verdict.Hold hold,
            Approvals.Held held,
            @Nullable Outcome outcome,
            List<Grant> grants) {
        if (outcome == null) {
            session.recordingLost(new IllegalStateException("An approval could not be recorded"));
            return false;
        }
        ErrorFields no;
        switch (outcome) {
            case Outcome.Approved(var request, _, _) -> {
                command.portal().ifPresent(portal -> portal.approved(request));
                Instant expires = held.request().consent().expires();
                grants.add(new Grant(hold.rule(), Optional.of(request), expires));
                return true;
            }
            case Outcome.Refused refused -> no = refused(refused);
            case Outcome.Lapsed lapsed -> no = lapsed(lapsed);
        }
        session.refused(batch, new Refusal(command, hold.rule(), no, true));
        return false;
    }

    private static Command first(Batch batch) {
        return batch.commands().getLast();
    }

    private static ErrorFields denied(Verdict.Deny deny) {
        String place = deny.rule().place().isEmpty() ? "" : " (" + deny.rule().place() + ")";
        return ErrorFields.of("ERROR", "42501", deny.message())
                .with(ErrorFields.DETAIL, "Refused by rule " + deny.rule().id() + place)
                .with(ErrorFields.HINT, deny.hint());
    }

    private static ErrorFields refused(Outcome.Refused refused) {
        return ErrorFields.of(
                        "ERROR",
                        "42501",
                        refused.approver().name() + " refused this command: " + refused.reason())
                .with(ErrorFields.DETAIL, "Request " + refused.request())
                .with(
                        ErrorFields.HINT,
                        "It was not run. Talk to the approver before asking again.");
    }

    private static ErrorFields tooOld(Grant grant) {
        return ErrorFields.of(
                        "ERROR",
                        "42501",
                        "The approval of this command expired while the rest of its batch waited")
                .with(ErrorFields.DETAIL, "Request " + grant.request().orElse(""))
                .with(ErrorFields.HINT, "It was not run. Send what must be approved one by one.");
    }

    private static ErrorFields lapsed(Outcome.Lapsed lapsed) {
        boolean cancelled = lapsed.cause() == LapseCause.WITHDRAWN;
        String why =
                switch (lapsed.cause()) {
                    case EXPIRED -> "Nobody decided on this command in time";
                    case WITHDRAWN -> "The command was cancelled while it waited for approval";
                    case SESSION_ENDED -> "The session ended while the command waited";
                    case GATEWAY_STOPPED -> "The gateway stopped while the command waited";
                };
        return ErrorFields.of("ERROR", cancelled ? "57014" : "42501", why)
                .with(ErrorFields.DETAIL, "Request " + lapsed.request())
                .with(
                        ErrorFields.HINT,
                        cancelled ? "" : "It was not run. Ask again when somebody can decide.");
    }

    /// Leave to run one command.
    ///
    /// @param request the approval request whose consent is spent, if any
    /// @param expires when it may not be spent any more
    record Grant(RuleRef rule, Optional<String> request, Instant expires) {}

    /// Why a batch does not run.
    ///
    /// @param command the one that stopped it
    /// @param onRecord true when the decision is on record already, so that only the answer is not
    record Refusal(Command command, RuleRef rule, ErrorFields error, boolean onRecord) {
        /// The same where earlier commands ran without a Sync: PostgreSQL rolls them back.
        ///
        /// @param since number of the first of them
        Refusal undoing(int since) {
            String message =
                    error.fields().getOrDefault(ErrorFields.MESSAGE, "")
                            + " What ran since the last Sync (command "
                            + since
                            + " and later) is rolled back.";
            return new Refusal(command, rule, error.with(ErrorFields.MESSAGE, message), onRecord);
        }
    }
}
