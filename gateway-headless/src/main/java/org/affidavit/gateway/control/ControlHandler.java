package org.affidavit.gateway.control;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries requests to [ControlApi] and its answers back.
final class ControlHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final Logger LOG = LoggerFactory.getLogger(ControlHandler.class);
    private static final String BEARER = "Bearer ";

    private final ControlApi api;
    private boolean answering;

    ControlHandler(ControlApi api) {
        this.api = api;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        if (answering) {
            // Answers may come out of order, and one caller's must never pass for another's.
            var _ = context.close();
            return;
        }
        boolean keepAlive = HttpUtil.isKeepAlive(request);
        if (!request.decoderResult().isSuccess()) {
            send(
                    context,
                    Answer.problem(400, "Not understood", "malformed", "This is not HTTP."),
                    false);
            return;
        }
        String uri = request.uri();
        int query = uri.indexOf('?');
        String path = query < 0 ? uri : uri.substring(0, query);
        Optional<Route.Match> match = Route.of(request.method().name(), path);
        if (match.isEmpty()) {
            send(context, noRoute(request.method().name(), path), keepAlive);
            return;
        }
        answering = true;
        var call =
                new ControlApi.Call(
                        match.get().route(),
                        match.get().id(),
                        query < 0 ? "" : uri.substring(query + 1),
                        token(request),
                        request.content().toString(StandardCharsets.UTF_8));
        var _ =
                api.answer(call)
                        .whenComplete((answer, problem) ->
                                context.executor()
                                        .execute(() -> {
                                            answering = false;
                                            if (problem != null) {
                                                LOG.error("No answer", problem);
                                                var _ = context.close();
                                            } else {
                                                send(context, answer, keepAlive);
                                            }
                                        }));
    }

    private static Answer noRoute(String method, String path) {
        List<String> methods = Route.methods(path);
        return methods.isEmpty()
                ? Answer.problem(
                        404, "Not found", "no-such-path", "See /openapi.yaml for what there is.")
                : Answer.problem(
                        405,
                        "Not possible",
                        "no-such-method",
                        "This path knows " + String.join(", ", methods) + ", not " + method + ".");
    }

    private static String token(FullHttpRequest request) {
        String header = request.headers().get(HttpHeaderNames.AUTHORIZATION, "");
        return header.startsWith(BEARER) ? header.substring(BEARER.length()).strip() : "";
    }

    private void send(ChannelHandlerContext context, Answer answer, boolean keepAlive) {
        switch (answer) {
            case Answer.Whole whole -> send(context, whole, keepAlive);
            case Answer.Stream _ ->
                    context.pipeline().replace(this, "events", new EventStream(api.approvals()));
        }
    }

    static void send(ChannelHandlerContext context, Answer.Whole answer, boolean keepAlive) {
        var body = Unpooled.copiedBuffer(answer.body(), StandardCharsets.UTF_8);
        var response =
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(answer.status()), body);
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, answer.type())
                .set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes())
                .set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE);
        if (answer.status() == 401) {
            response.headers().set(HttpHeaderNames.WWW_AUTHENTICATE, "Bearer");
        }
        HttpUtil.setKeepAlive(response, keepAlive);
        var written = context.writeAndFlush(response);
        if (!keepAlive) {
            written.addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.debug("A control connection failed: {}", cause.toString());
        var _ = context.close();
    }
}
