package org.affidavit.gateway.protocol.postgres.proxy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.affidavit.gateway.masking.Masking;
import org.affidavit.gateway.masking.Masking.OriginCatalog;
import org.affidavit.gateway.policy.ReplicationCommands;
import org.affidavit.gateway.policy.SqlFacts;
import org.affidavit.gateway.protocol.Gatekeeper;
import org.affidavit.gateway.protocol.postgres.wire.Authentication;
import org.affidavit.gateway.protocol.postgres.wire.BackendMessages.KeyData;
import org.affidavit.gateway.protocol.postgres.wire.BackendMessages.Status;
import org.affidavit.gateway.protocol.postgres.wire.BackendType;
import org.affidavit.gateway.protocol.postgres.wire.ErrorFields;
import org.affidavit.gateway.protocol.postgres.wire.Frame;
import org.affidavit.gateway.protocol.postgres.wire.ProtocolViolation;
import org.affidavit.gateway.protocol.postgres.wire.StartupPacket;
import org.affidavit.gateway.recording.Recorder.SessionRecorder;
import org.affidavit.sessionlog.event.SessionEvent.CloseCause;
import org.affidavit.sessionlog.event.SessionEvent.LapseCause;
import org.affidavit.sessionlog.event.SessionId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One agent on one resource, from the first ReadyForQuery to the end. Everything here runs on one
/// event loop, which both sides share.
final class Session {
    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    private static final SqlFacts UNREAD = SqlFacts.opaque("it was not read");

    private final Wiring wiring;
    private final Parties parties;
    private final Link agent;
    private final OpenTarget open;
    private final Evidence evidence;
    private final Masking masking;
    private final MessageMasker messages;
    private final OwnWords words;
    private final Names names = new Names();
    private final Permission permission;
    private final Answers answers;
    private final Forwarder forwarder;
    private final QueryPhase queries;
    private final KeyData key;
    private final IdleWatch idle;
    private final TokenWatch token;
    private Status status = Status.IDLE;
    private Optional<Batch> pending = Optional.empty();
    private List<Command> intended = List.of();
    private boolean fatalDelivered;
    private Optional<Runnable> ending = Optional.empty();
    private boolean ended;

    Session(Wiring wiring, Parties parties, SessionRecorder recorder, Link agent, OpenTarget open) {
        this.wiring = wiring;
        this.parties = parties;
        this.agent = agent;
        this.open = open;
        this.masking = wiring.keeper().masking().of(parties.connection().name());
        this.messages = new MessageMasker(masking);
        this.evidence = new Evidence(recorder, wiring.limits(), open.link(), this::recordingLost);
        this.words = new OwnWords(this, agent, evidence);
        this.permission = new Permission(this);
        this.answers = new Answers(this);
        this.forwarder = new Forwarder(open.link(), answers);
        this.queries = new QueryPhase(this);
        this.idle =
                new IdleWatch(
                        agent.loop(), wiring.limits().idleMax(), queries::busy, this::idleTooLong);
        this.token =
                new TokenWatch(
                        agent.loop(),
                        keeper().clock(),
                        parties.until(),
                        this::secretRevoked,
                        wiring.limits().drainMax(),
                        () -> endAfterBatch(LapseCause.SESSION_ENDED, this::tokenExpired),
                        this::tokenExpired);
        this.key =
                wiring.cancels()
                        .issue(
                                parties.protocol(),
                                open.key().process(),
                                () -> agent.loop().execute(this::cancelRequested));
    }

    /// Tells the agent that it is in.
    void begin() {
        wiring.sessions().add(this);
        agent.become(queries);
        agent.accept(wiring.limits().agentMessageBytesMax());
        open.link().become(answers);
        agent.write(Authentication.writeOk(agent.allocator()));
        open.greeting().forEach(agent::write);
        agent.write(key.write(agent.allocator()));
        agent.write(Status.IDLE.write(agent.allocator()));
        agent.flush();
        idle.start();
        token.start();
    }

    // What a batch goes through, in order.

    /// Reads a batch and asks whether it may run.
    void judge(List<Frame> frames) {
        wiring.reading()
                .readAtOnce(frames)
                .ifPresentOrElse(facts -> judge(frames, facts), () -> judgeLater(frames));
    }

    private void judgeLater(List<Frame> frames) {
        var _ =
                wiring.reading()
                        .read(frames)
                        .whenCompleteAsync(
                                (facts, failure) -> {
                                    if (ended) {
                                        frames.forEach(Frame::release);
                                    } else if (failure != null) {
                                        frames.forEach(Frame::release);
                                        broken(failure);
                                    } else {
                                        judge(frames, facts);
                                    }
                                },
                                agent.loop());
    }

    private void judge(List<Frame> frames, Map<String, SqlFacts> facts) {
        Batch batch;
        try {
            batch =
                    new BatchReader(
                                    text -> read(text, facts),
                                    open.code(),
                                    wiring.limits(),
                                    evidence.recorder()::nextCommand,
                                    names,
                                    frames)
                            .read();
        } catch (ProtocolViolation violation) {
            frames.forEach(Frame::release);
            violated(violation);
            return;
        }
        pending = Optional.of(batch);
        permission.ask(batch);
    }

    private SqlFacts read(String text, Map<String, SqlFacts> facts) {
        return ReplicationCommands.read(
                text,
                parties.replication(),
                sql -> open.code().at(facts.getOrDefault(sql, UNREAD)));
    }

    /// Every command may run: evidence first, then effect.
    void granted(Batch batch, List<Permission.Grant> grants) {
        intended = batch.commands();
        CompletableFuture<Void> durable = evidence.intended(batch.commands(), grants);
        boolean harmless =
                !wiring.strict()
                        && grants.stream().allMatch(grant -> grant.request().isEmpty())
                        && batch.commands().stream().allMatch(one -> one.facts().readOnly());
        if (harmless && !durable.isDone()) {
            answers.holdBack();
            forward(batch);
        }
        var _ =
                durable.whenCompleteAsync(
                        (_, failure) -> {
                            if (failure != null) {
                                recordingLost(failure);
                            } else if (!ended) {
                                if (pending.isPresent()) {
                                    forward(batch);
                                } else {
                                    answers.letGo();
                                }
                            }
                        },
                        agent.loop());
    }

    private void forward(Batch batch) {
        pending = Optional.empty();
        intended = List.of();
        if (batch.commands().stream().anyMatch(one -> one.facts().mayChangeSchema())) {
            open.catalog().outdate();
        }
        forwarder.forward(batch);
        if (answers.idle()) {
            batchDone();
        }
    }

    /// Nothing of the batch runs. The agent hears why once that is on record.
    void refused(Batch batch, Permission.Refusal refusal) {
        pending = Optional.empty();
        batch.release();
        boolean flushed = batch.ending() == Batch.Ending.FLUSH;
        boolean abort = forwarder.unsynced() && !flushed;
        words.refuse(
                batch,
                forwarder.unsynced() ? refusal.undoing(forwarder.unsyncedSince()) : refusal,
                abort || flushed ? Optional.empty() : Optional.of(status),
                () -> afterRefusal(flushed, abort));
    }

    private void afterRefusal(boolean flushed, boolean abort) {
        if (abort) {
            abortTarget();
            return;
        }
        if (flushed) {
            skipUntilSync(forwarder.unsynced());
        }
        batchDone();
    }

    /// Says something to the agent about a command that waits.
    void tell(Command command, ErrorFields notice) {
        words.tell(command, notice);
    }

    /// The batch was answered: the next may come.
    void batchDone() {
        touched();
        if (ending.isPresent()) {
            ending.get().run();
            return;
        }
        queries.done();
    }

    void skipUntilSync(boolean abort) {
        queries.skipUntilSync(abort);
    }

    void abortTarget() {
        forwarder.abort();
    }

    // What may happen at any time.

    private void cancelRequested() {
        if (ended) {
            return;
        }
        if (permission.waitingFor().isPresent()) {
            permission.withdraw(LapseCause.WITHDRAWN);
        } else if (!answers.idle()) {
            var _ = cancelTarget();
        }
    }

    /// Asks the target to stop; completes when it has heard.
    CompletableFuture<Void> cancelTarget() {
        return wiring.targets()
                .cancel(
                        parties.connection(),
                        agent.loop(),
                        new StartupPacket.Cancel(open.key().process(), open.key().key()));
    }

    /// The target takes the rows of a command from the agent now.
    ///
    /// @param extended whether a Sync must follow them
    void copyIn(Command command, boolean extended) {
        queries.copy(new CopyIn(this, command), extended);
    }

    void copyEnded() {
        queries.copyEnded();
    }

    /// Rows cannot be told from what was sent along.
    void copyInSeries() {
        end(
                CloseCause.PROTOCOL_VIOLATION,
                Optional.of(
                        fatal(
                                "0A000",
                                "COPY FROM STDIN must be the last of a series of messages; send"
                                        + " nothing but Sync behind it")));
    }

    /// A Sync that ends a COPY goes to the target with its rows.
    void syncDue() {
        answers.expect(
                new Expected(Expected.Kind.SYNC, Optional.empty(), Optional.empty(), "", false));
    }

    void agentLeft() {
        end(CloseCause.AGENT_LEFT, Optional.empty());
    }

    void targetLeft() {
        end(
                CloseCause.TARGET_LEFT,
                fatalDelivered
                        ? Optional.empty()
                        : Optional.of(
                                fatal(
                                        "08006",
                                        "The target closed the connection; whether a running"
                                                + " command took effect is not known")));
    }

    /// A fatal error of the target's own was passed on.
    void lastWords(ErrorFields error) {
        fatalDelivered |= error.fatal();
    }

    void violated(ProtocolViolation violation) {
        end(
                CloseCause.PROTOCOL_VIOLATION,
                Optional.of(fatal("08P01", String.valueOf(violation.getMessage()))));
    }

    void readingChanged(String setting) {
        end(
                CloseCause.PROTOCOL_VIOLATION,
                Optional.of(
                        fatal(
                                "0A000",
                                "The session changed "
                                        + setting
                                        + ", so the gateway can no longer read its commands")));
    }

    /// A fault of the gateway's own: what was not permitted and recorded does not go on.
    void broken(Throwable cause) {
        LOG.error("Session {} ends: the gateway failed", id(), cause);
        end(
                CloseCause.TERMINATED,
                Optional.of(
                        fatal(
                                "XX000",
                                "The gateway failed, so the session ends; ask the operator")));
    }

    /// Nothing runs unrecorded: whatever the reason, a record that cannot be written ends the
    /// session at once.
    void recordingLost(Throwable cause) {
        if (!ended) {
            LOG.error("Session {} ends: it cannot be recorded", id(), cause);
        }
        end(
                CloseCause.RECORDING_LOST,
                Optional.of(
                        fatal(
                                "58030",
                                "The session cannot be recorded any more, so it ends; ask the"
                                        + " operator")));
    }

    /// The gateway stops: now if nothing runs, else after the batch.
    void drain() {
        endAfterBatch(LapseCause.GATEWAY_STOPPED, this::stop);
    }

    private void endAfterBatch(LapseCause cause, Runnable end) {
        if (!ended) {
            ending = Optional.of(end);
            permission.withdraw(cause);
            if (!queries.busy()) {
                end.run();
            }
        }
    }

    /// Whether the agent took back what it opened this session with.
    private boolean secretRevoked() {
        return parties.token().secret().filter(keeper().tokens()::revoked).isPresent();
    }

    private void tokenExpired() {
        if (secretRevoked()) {
            end(
                    CloseCause.TERMINATED,
                    Optional.of(
                            fatal(
                                    "57P01",
                                    "The session secret that opened this session was revoked")));
            return;
        }
        end(
                CloseCause.TOKEN_EXPIRED,
                Optional.of(
                        fatal("57P01", "Your token has expired; connect again with a new one")));
    }

    /// The gateway stops and waits no longer.
    void stop() {
        end(CloseCause.GATEWAY_STOPPED, Optional.of(fatal("57P01", "The gateway is stopping")));
    }

    private void end(CloseCause cause, Optional<ErrorFields> lastWords) {
        if (ended) {
            return;
        }
        ended = true;
        boolean running = !answers.idle();
        idle.stop();
        token.stop();
        wiring.cancels().forget(key);
        permission.withdraw(LapseCause.SESSION_ENDED);
        pending.ifPresent(Batch::release);
        intended.forEach(evidence::lost);
        queries.abandon();
        answers.abandon();
        evidence.close(cause);
        wiring.sessions().remove(this);
        lastWords.ifPresent(
                words -> agent.write(words.write(BackendType.ERROR, agent.allocator())));
        agent.become(new DeafPhase());
        open.link().become(new DeafPhase());
        if (running && cause != CloseCause.TARGET_LEFT) {
            var _ = cancelTarget();
        }
        agent.close();
        forwarder.sayGoodbye(running);
    }

    void touched() {
        idle.touch();
    }

    private void idleTooLong() {
        end(
                CloseCause.TERMINATED,
                Optional.of(fatal("57P05", "The session was idle for too long")));
    }

    private static ErrorFields fatal(String sqlState, String message) {
        return ErrorFields.of("FATAL", sqlState, message);
    }

    // What its parts share.

    SessionId id() {
        return evidence.recorder().session();
    }

    Wiring wiring() {
        return wiring;
    }

    Gatekeeper keeper() {
        return wiring.keeper();
    }

    Parties parties() {
        return parties;
    }

    Link agent() {
        return agent;
    }

    Link target() {
        return open.link();
    }

    Evidence evidence() {
        return evidence;
    }

    Masking masking() {
        return masking;
    }

    MessageMasker messages() {
        return messages;
    }

    OriginCatalog catalog() {
        return open.catalog();
    }

    Names names() {
        return names;
    }

    void status(Status now) {
        status = now;
    }

    boolean ended() {
        return ended;
    }
}
