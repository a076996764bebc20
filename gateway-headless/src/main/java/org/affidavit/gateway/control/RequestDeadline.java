package org.affidavit.gateway.control;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Closes a connection whose request is not answered in time, however slowly its bytes come. Each
/// answer starts the time anew.
final class RequestDeadline extends ChannelDuplexHandler {
    private final int secondsMax;
    private @Nullable Future<?> deadline;

    RequestDeadline(int secondsMax) {
        this.secondsMax = secondsMax;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        start(context);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise)
            throws Exception {
        start(context);
        super.write(context, message, promise);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        stop();
        super.channelInactive(context);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        stop();
    }

    private void start(ChannelHandlerContext context) {
        stop();
        deadline =
                context.executor()
                        .schedule(
                                () -> {
                                    var _ = context.close();
                                },
                                secondsMax,
                                TimeUnit.SECONDS);
    }

    private void stop() {
        Future<?> running = deadline;
        if (running != null) {
            running.cancel(false);
        }
    }
}
