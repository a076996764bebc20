package org.affidavit.gateway.control;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.affidavit.gateway.approval.Approvals;
import org.affidavit.gateway.approval.Approvals.Request;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A connection that only listens from now on: one `request` event a change (server-sent events).
final class EventStream extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);
    private static final int COMMENT_EVERY_SECONDS = 15;

    /// Then the caller asks again, with a token that is good by then.
    private static final int STREAM_SECONDS_MAX = 3_600;

    static final int UNREAD_BYTES_MAX = 1024 * 1024;

    private final Approvals approvals;
    private @Nullable AutoCloseable listening;

    EventStream(Approvals approvals) {
        this.approvals = approvals;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        // A listener sends nothing more, so silence from its side is no fault.
        context.pipeline().remove("time-limit");
        var head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        head.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, "text/event-stream; charset=utf-8")
                .set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE);
        HttpUtil.setTransferEncodingChunked(head, true);
        context.writeAndFlush(head).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
        listening =
                approvals.listen(request ->
                        context.executor().execute(() -> write(context, event(request))));
        List<Request> waiting =
                approvals.requests().stream().filter(r -> r.outcome().isEmpty()).toList();
        // The whole picture may be large, so it is not taken for a caller who does not read.
        waiting.forEach(request -> send(context, event(request)));
        var _ =
                context.executor()
                        .schedule(
                                () -> {
                                    var _ = context.close();
                                },
                                STREAM_SECONDS_MAX,
                                TimeUnit.SECONDS);
        scheduleComment(context);
    }

    private static String event(Request request) {
        return "event: request\nid: "
                + request.consent().request()
                + "\ndata: "
                + Answer.JSON.writeValueAsString(ApprovalJson.of(request))
                + "\n\n";
    }

    private static void write(ChannelHandlerContext context, String text) {
        if (!context.channel().isWritable()) {
            // Whoever does not read its events asks again and gets the whole picture.
            var _ = context.close();
            return;
        }
        send(context, text);
    }

    private static void send(ChannelHandlerContext context, String text) {
        var bytes = ByteBufUtil.writeUtf8(context.alloc(), text);
        context.writeAndFlush(new DefaultHttpContent(bytes))
                .addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    }

    private static void scheduleComment(ChannelHandlerContext context) {
        var _ =
                context.executor()
                        .schedule(
                                () -> {
                                    if (context.channel().isActive()) {
                                        write(context, ": still here\n\n");
                                        scheduleComment(context);
                                    }
                                },
                                COMMENT_EVERY_SECONDS,
                                TimeUnit.SECONDS);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        stop();
        context.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        stop();
    }

    private void stop() {
        AutoCloseable open = listening;
        listening = null;
        if (open != null) {
            try {
                open.close();
            } catch (Exception e) {
                LOG.warn("A listener could not be removed", e);
            }
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.debug("An event stream failed: {}", cause.toString());
        var _ = context.close();
    }
}
