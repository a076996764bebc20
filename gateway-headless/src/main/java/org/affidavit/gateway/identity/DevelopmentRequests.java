package org.affidavit.gateway.identity;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.affidavit.gateway.identity.DevelopmentAnswers.Answer;

/// One request to the development issuer, then the connection ends.
final class DevelopmentRequests extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final int PARAMETERS_MAX = 16;

    private final DevelopmentAnswers answers;

    DevelopmentRequests(DevelopmentAnswers answers) {
        this.answers = answers;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        Answer answer = answer(request);
        FullHttpResponse response =
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1,
                        HttpResponseStatus.valueOf(answer.status()),
                        Unpooled.wrappedBuffer(answer.body()));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON)
                .set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE)
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE)
                .setInt(HttpHeaderNames.CONTENT_LENGTH, answer.body().length);
        if (answer.status() == 401) {
            response.headers().set(HttpHeaderNames.WWW_AUTHENTICATE, "Basic realm=\"affidavit\"");
        }
        context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }

    private Answer answer(FullHttpRequest request) {
        if (request.decoderResult().isFailure()) {
            return Answer.error(400, "invalid_request", "The request cannot be read.");
        }
        return switch (request.method() + " " + request.uri()) {
            case "GET /.well-known/openid-configuration" -> answers.discovery();
            case "GET /jwks" -> answers.keys();
            case "POST /token" -> token(request);
            default -> Answer.error(404, "not_found", "There is nothing here.");
        };
    }

    private Answer token(FullHttpRequest request) {
        Map<String, String> form = new HashMap<>();
        try {
            QueryStringDecoder decoder =
                    QueryStringDecoder.builder()
                            .hasPath(false)
                            .maxParams(PARAMETERS_MAX)
                            .build(request.content().toString(StandardCharsets.UTF_8));
            for (Map.Entry<String, List<String>> parameter : decoder.parameters().entrySet()) {
                if (parameter.getValue().size() != 1) {
                    return Answer.error(400, "invalid_request", "A parameter is given twice.");
                }
                form.put(parameter.getKey(), parameter.getValue().getFirst());
            }
        } catch (IllegalArgumentException _) {
            return Answer.error(400, "invalid_request", "The parameters cannot be read.");
        }
        List<String> authorizations = request.headers().getAll(HttpHeaderNames.AUTHORIZATION);
        if (authorizations.size() > 1) {
            return Answer.error(400, "invalid_request", "Authenticate in one way, not in two.");
        }
        return answers.token(authorizations.stream().findFirst(), form);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        // Broken TLS, an oversize body, a client that left: nothing to say to it, nothing to keep.
        context.close().addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    }
}
