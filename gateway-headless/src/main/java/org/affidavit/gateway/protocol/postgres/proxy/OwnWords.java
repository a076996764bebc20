package org.affidavit.gateway.protocol.postgres.proxy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.affidavit.gateway.protocol.postgres.wire.BackendMessages.Status;
import org.affidavit.gateway.protocol.postgres.wire.BackendType;
import org.affidavit.gateway.protocol.postgres.wire.ErrorFields;
import org.affidavit.gateway.protocol.postgres.wire.Frame;
import org.affidavit.sessionlog.event.WireFrame;
import org.affidavit.sessionlog.event.WireFrame.Direction;

/// What the gateway itself says to an agent about a command: that it is refused, that it waits.
final class OwnWords {
    private final Session session;
    private final Link agent;
    private final Evidence evidence;

    OwnWords(Session session, Link agent, Evidence evidence) {
        this.session = session;
        this.agent = agent;
        this.evidence = evidence;
    }

    /// Tells that a batch does not run, once that is on record, and then goes on.
    ///
    /// @param status sent along when the answer ends here; empty when more is to follow
    void refuse(
            Batch batch, Permission.Refusal refusal, Optional<Status> status, Runnable afterwards) {
        List<Frame> answer = new ArrayList<>();
        answer.add(refusal.error().write(BackendType.ERROR, agent.allocator()));
        status.ifPresent(now -> answer.add(now.write(agent.allocator())));
        List<WireFrame> delivered = answer.stream().map(OwnWords::toAgent).toList();
        var _ =
                record(batch, refusal, delivered)
                        .whenCompleteAsync(
                                (_, failure) -> {
                                    if (failure == null && !session.ended()) {
                                        answer.forEach(agent::write);
                                        agent.flush();
                                        afterwards.run();
                                        return;
                                    }
                                    answer.forEach(Frame::release);
                                    if (failure != null) {
                                        session.recordingLost(failure);
                                    }
                                },
                                agent.loop());
    }

    /// Tells something about a command that waits.
    void tell(Command command, ErrorFields notice) {
        Frame frame = notice.write(BackendType.NOTICE, agent.allocator());
        WireFrame delivered = toAgent(frame);
        agent.write(frame);
        agent.flush();
        var _ =
                evidence.told(command, List.of(delivered))
                        .whenCompleteAsync(
                                (_, failure) -> {
                                    if (failure != null) {
                                        session.recordingLost(failure);
                                    }
                                },
                                agent.loop());
    }

    /// Every command of the batch is recorded: the one that stopped it with the answer, the others
    /// as not run because of it.
    private CompletableFuture<Void> record(
            Batch batch, Permission.Refusal refusal, List<WireFrame> delivered) {
        var all = new ArrayList<CompletableFuture<Void>>();
        String message = refusal.error().fields().getOrDefault(ErrorFields.MESSAGE, "");
        for (Command command : batch.commands()) {
            if (!command.equals(refusal.command())) {
                all.add(
                        evidence.refused(
                                command,
                                refusal.rule(),
                                "Not run, because another command of its batch was not: " + message,
                                command.frames()));
            } else if (refusal.onRecord()) {
                all.add(evidence.told(command, delivered));
            } else {
                var frames = new ArrayList<>(command.frames());
                frames.addAll(delivered);
                all.add(evidence.refused(command, refusal.rule(), message, frames));
            }
        }
        return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new));
    }

    private static WireFrame toAgent(Frame frame) {
        return new WireFrame(Direction.TO_AGENT, 0, frame.copyBytes());
    }
}
