package org.affidavit.gateway.protocol.postgres.proxy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.affidavit.gateway.recording.Recorder.SessionRecorder;
import org.affidavit.sessionlog.event.RuleRef;
import org.affidavit.sessionlog.event.SessionEvent.CloseCause;
import org.affidavit.sessionlog.event.SessionEvent.Outcome;
import org.affidavit.sessionlog.event.WireFrame;
import org.affidavit.sessionlog.event.WireFrame.Direction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The record of one session as its phases write it. Knows how far the record is behind the stream,
/// and stops reading from the target when it is too far.
final class Evidence {
    private static final Logger LOG = LoggerFactory.getLogger(Evidence.class);

    private final SessionRecorder recorder;
    private final PostgresLimits limits;
    private final Link target;
    private final Consumer<Throwable> onRecordingLost;
    private Optional<Command> last = Optional.empty();
    private long undurableBytes;

    Evidence(
            SessionRecorder recorder,
            PostgresLimits limits,
            Link target,
            Consumer<Throwable> onRecordingLost) {
        this.recorder = recorder;
        this.limits = limits;
        this.target = target;
        this.onRecordingLost = onRecordingLost;
    }

    SessionRecorder recorder() {
        return recorder;
    }

    /// Completes when every intent is durable.
    CompletableFuture<Void> intended(List<Command> commands, List<Permission.Grant> grants) {
        var all = new CompletableFuture<?>[commands.size()];
        for (int i = 0; i < all.length; i++) {
            Command command = commands.get(i);
            last = Optional.of(command);
            all[i] =
                    recorder.intended(
                            command.number(),
                            command.leafFacts(),
                            grants.get(i).rule(),
                            grants.get(i).request(),
                            command.frames());
        }
        return CompletableFuture.allOf(all);
    }

    /// Completes when the refusal is durable.
    CompletableFuture<Void> refused(
            Command command, RuleRef rule, String message, List<WireFrame> frames) {
        return recorder.refused(command.number(), command.leafFacts(), rule, message, frames);
    }

    /// Completes when what an agent was told about a held command is durable.
    CompletableFuture<Void> told(Command command, List<WireFrame> frames) {
        return recorder.delivered(command.number(), command.response().nextPart(), frames);
    }

    /// Completes when what an agent sent for a command that runs is durable, behind all that was
    /// delivered of its response before.
    CompletableFuture<Void> copied(Command command, List<WireFrame> frames) {
        Response response = command.response();
        var all = new ArrayList<>(response.take());
        all.addAll(frames);
        return recorder.delivered(command.number(), response.nextPart(), all);
    }

    /// Notes bytes that go to the agent as part of a command's response.
    void deliver(Command command, byte[] bytes) {
        Response response = command.response();
        response.add(bytes);
        int size = response.bufferedBytes();
        if (size >= limits.partBytesMax()) {
            follow(
                    recorder.deliveredBehind(
                            command.number(), response.nextPart(), response.take()),
                    size);
        }
    }

    /// Notes bytes that go to the agent outside of any command, such as a notification: they are
    /// filed with the last one.
    void aside(byte[] bytes) {
        last.ifPresent(command ->
                follow(
                        recorder.deliveredBehind(
                                command.number(),
                                command.response().nextPart(),
                                List.of(new WireFrame(Direction.TO_AGENT, 0, bytes))),
                        bytes.length));
    }

    void finished(Command command) {
        Response response = command.response();
        int size = response.bufferedBytes();
        follow(
                recorder.finished(
                        command.number(),
                        response.outcome(),
                        response.rows(),
                        response.bytes(),
                        response.code(),
                        response.maskedColumns(),
                        response.take()),
                size);
    }

    /// Ends a command whose answer will never come.
    void lost(Command command) {
        command.response().fail(Outcome.UNKNOWN, "");
        finished(command);
    }

    void close(CloseCause cause) {
        var _ =
                recorder.close(cause)
                        .exceptionally(failure -> {
                            LOG.error(
                                    "The end of session {} was not recorded",
                                    recorder.session(),
                                    failure);
                            return null;
                        });
    }

    private void follow(CompletableFuture<Void> durable, int bytes) {
        undurableBytes += bytes;
        if (undurableBytes > limits.lagBytesMax()) {
            target.pause(Link.Pause.RECORD_BEHIND);
        }
        var _ =
                durable.whenCompleteAsync(
                        (_, failure) -> {
                            undurableBytes -= bytes;
                            if (failure != null) {
                                onRecordingLost.accept(failure);
                            } else if (undurableBytes <= limits.lagBytesMax()) {
                                target.resume(Link.Pause.RECORD_BEHIND);
                            }
                        },
                        target.loop());
    }
}
