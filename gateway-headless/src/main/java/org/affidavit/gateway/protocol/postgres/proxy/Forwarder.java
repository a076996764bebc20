package org.affidavit.gateway.protocol.postgres.proxy;

import io.netty.buffer.ByteBuf;
import java.util.Optional;
import org.affidavit.gateway.protocol.postgres.proxy.Expected.Kind;
import org.affidavit.gateway.protocol.postgres.wire.FrontendMessage;
import org.affidavit.gateway.protocol.postgres.wire.FrontendMessage.Target;

/// Sends a permitted batch to the target, byte for byte, and notes which answers are due.
final class Forwarder {
    /// A portal that cannot exist: executing it makes the target give up an implicit transaction.
    private static final String NO_PORTAL = "affidavit_refused";

    private final Link target;
    private final Answers answers;
    private boolean unsynced;
    private int unsyncedSince;

    Forwarder(Link target, Answers answers) {
        this.target = target;
        this.answers = answers;
    }

    /// True while the target waits for a Sync after messages that it has run.
    boolean unsynced() {
        return unsynced;
    }

    /// Number of the first command that the target has run since the last Sync.
    int unsyncedSince() {
        return unsyncedSince;
    }

    void forward(Batch batch) {
        batch.names().commit();
        if (!unsynced && !batch.commands().isEmpty()) {
            unsyncedSince = batch.commands().getFirst().number();
        }
        unsynced = batch.ending() == Batch.Ending.FLUSH;
        for (Batch.Step step : batch.steps()) {
            expect(step);
            target.write(step.frame());
        }
        target.flush();
    }

    /// Ends what the target has begun since the last Sync the way an error would: nothing of it may
    /// be committed after the agent was told that it failed.
    void abort() {
        unsynced = false;
        ByteBuf out = target.allocator().buffer();
        new FrontendMessage.Execute(NO_PORTAL, 0).write(out);
        new FrontendMessage.Sync().write(out);
        answers.expect(
                new Expected(Kind.EXECUTE, Optional.empty(), Optional.empty(), NO_PORTAL, true));
        answers.expect(new Expected(Kind.SYNC, Optional.empty(), Optional.empty(), "", false));
        target.write(out);
        target.flush();
    }

    /// Leaves the target: in order when it is idle, else by hanging up.
    void sayGoodbye(boolean running) {
        if (!running) {
            ByteBuf out = target.allocator().buffer();
            new FrontendMessage.Terminate().write(out);
            target.write(out);
        }
        target.close();
    }

    private void expect(Batch.Step step) {
        switch (step.message()) {
            case FrontendMessage.Query _, FrontendMessage.FunctionCall _ ->
                    expect(Kind.QUERY, step, "");
            case FrontendMessage.Parse parse -> expect(Kind.PARSE, step, parse.statement());
            case FrontendMessage.Bind bind -> expect(Kind.BIND, step, bind.portal());
            case FrontendMessage.Describe(var kind, var name) -> {
                step.portal().ifPresent(Names.Portal::describe);
                expect(
                        kind == Target.STATEMENT ? Kind.DESCRIBE_STATEMENT : Kind.DESCRIBE_PORTAL,
                        step,
                        name);
            }
            case FrontendMessage.Execute execute -> {
                describeFirst(step, execute.portal());
                expect(Kind.EXECUTE, step, execute.portal());
            }
            case FrontendMessage.Close(_, var name) -> expect(Kind.CLOSE, step, name);
            case FrontendMessage.Sync _ -> expect(Kind.SYNC, step, "");
            case FrontendMessage.Flush _, FrontendMessage.Terminate _ -> {}
        }
    }

    private void expect(Kind kind, Batch.Step step, String name) {
        answers.expect(new Expected(kind, step.command(), step.portal(), name, false));
    }

    /// Rows can be masked only if their columns are known, so the gateway asks where the agent did
    /// not. It costs the target next to nothing and no round trip.
    private void describeFirst(Batch.Step step, String name) {
        Names.Portal portal = step.portal().orElseThrow();
        if (portal.described()) {
            return;
        }
        portal.describe();
        ByteBuf out = target.allocator().buffer();
        new FrontendMessage.Describe(Target.PORTAL, name).write(out);
        answers.expect(
                new Expected(Kind.DESCRIBE_PORTAL, step.command(), step.portal(), name, true));
        target.write(out);
    }
}
