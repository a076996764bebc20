package org.affidavit.gateway.witness;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.affidavit.sessionlog.LogFailure;
import org.affidavit.sessionlog.anchor.Witness;
import org.affidavit.sessionlog.anchor.Witness.Answer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers one request and closes the connection.
final class WitnessHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final Logger LOG = LoggerFactory.getLogger(WitnessHandler.class);
    private static final String TEXT = "text/plain; charset=utf-8";

    private final Witness witness;
    private final Executor work;

    /// @param work where the disk may be waited for
    WitnessHandler(Witness witness, Executor work) {
        this.witness = witness;
        this.work = work;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        if (!request.decoderResult().isSuccess()) {
            send(context, new Answer(400, TEXT, "Not understood.\n"));
        } else if (request.uri().equals("/livez")) {
            send(context, new Answer(200, TEXT, "ok\n"));
        } else if (!request.uri().equals("/add-checkpoint")) {
            send(context, new Answer(404, TEXT, "There is only /add-checkpoint.\n"));
        } else if (!request.method().equals(HttpMethod.POST)) {
            send(context, new Answer(405, TEXT, "Checkpoints are posted.\n"));
        } else {
            add(context, ByteBufUtil.getBytes(request.content()));
        }
    }

    private void add(ChannelHandlerContext context, byte[] body) {
        try {
            work.execute(() -> send(context, answer(body)));
        } catch (RejectedExecutionException busy) {
            send(context, new Answer(503, TEXT, "Too many requests wait. Try again later.\n"));
        }
    }

    private Answer answer(byte[] body) {
        try {
            return witness.addCheckpoint(body);
        } catch (LogFailure failed) {
            LOG.error("Nothing is cosigned: {}", failed.getMessage(), failed);
            return new Answer(500, TEXT, "This witness cannot remember what it cosigns.\n");
        }
    }

    private static void send(ChannelHandlerContext context, Answer answer) {
        var response =
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1,
                        HttpResponseStatus.valueOf(answer.status()),
                        Unpooled.copiedBuffer(answer.body(), UTF_8));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, answer.contentType())
                .set(HttpHeaderNames.CONTENT_LENGTH, response.content().readableBytes())
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        var _ = context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.debug("A connection broke", cause);
        var _ = context.close();
    }
}
