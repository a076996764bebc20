package org.affidavit.gateway.control;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObjectAggregator;

/// Gathers a request's body up to a bound, and says so when there is more.
final class BodyLimit extends HttpObjectAggregator {
    private final int bytesMax;

    BodyLimit(int bytesMax) {
        super(bytesMax, true);
        this.bytesMax = bytesMax;
    }

    @Override
    protected void handleOversizedMessage(ChannelHandlerContext context, HttpMessage oversized) {
        var answer =
                (Answer.Whole)
                        Answer.problem(
                                413,
                                "Too large",
                                "too-large",
                                "A body may have at most " + bytesMax + " bytes.");
        // Not closed here: what is still on its way would make the caller's side drop the answer
        // unread. The rest of the body is thrown away as it comes, until the deadline.
        ControlHandler.send(context, answer, true);
    }
}
