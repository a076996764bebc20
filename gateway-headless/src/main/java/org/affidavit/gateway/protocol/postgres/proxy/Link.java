package org.affidavit.gateway.protocol.postgres.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.EventLoop;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.util.EnumSet;
import java.util.Set;
import org.affidavit.gateway.protocol.postgres.wire.Frame;
import org.jspecify.annotations.Nullable;

/// One side of a session: its channel, its phase, and the reasons for not reading from it.
final class Link {
    private static final int GATHERED_FIRST_BYTES = 2 << 10;
    private static final int GATHERED_BYTES = 32 << 10;

    private final Channel channel;
    private final PhaseHandler phases;
    private final Set<Pause> pauses = EnumSet.noneOf(Pause.class);

    /// Written, and not passed on yet.
    private @Nullable ByteBuf gathered;

    Link(Channel channel, PhaseHandler phases) {
        this.channel = channel;
        this.phases = phases;
        channel.closeFuture().addListener(_ -> passOn());
    }

    Channel channel() {
        return channel;
    }

    EventLoop loop() {
        return channel.eventLoop();
    }

    ByteBufAllocator allocator() {
        return channel.alloc();
    }

    void become(Phase phase) {
        phases.become(phase);
    }

    /// Writes without flushing; a write that fails closes the channel, so that nobody goes on
    /// believing that it was delivered.
    void write(Frame frame) {
        write(frame.content());
    }

    /// What is short is gathered first: a row alone costs more to pass on than its bytes do.
    void write(ByteBuf bytes) {
        if (bytes.readableBytes() > GATHERED_BYTES / 2 || !channel.isOpen()) {
            passOn();
            pass(bytes);
            return;
        }
        if (gathered == null) {
            gathered = allocator().buffer(GATHERED_FIRST_BYTES);
        }
        gathered.writeBytes(bytes);
        bytes.release();
        if (gathered.readableBytes() > GATHERED_BYTES / 2) {
            passOn();
        }
    }

    private void passOn() {
        if (gathered != null) {
            ByteBuf bytes = gathered;
            gathered = null;
            pass(bytes);
        }
    }

    private void pass(ByteBuf bytes) {
        channel.write(bytes).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    }

    void flush() {
        passOn();
        channel.flush();
    }

    boolean writable() {
        return channel.isWritable();
    }

    void pause(Pause reason) {
        pauses.add(reason);
        channel.config().setAutoRead(false);
    }

    void resume(Pause reason) {
        if (pauses.remove(reason) && pauses.isEmpty()) {
            channel.config().setAutoRead(true);
        }
    }

    /// From the next message on, the other end may send messages of this length.
    void accept(int messageBytesMax) {
        if (channel.pipeline().get(PipelineLayout.FRAMES) instanceof FrameDecoder frames) {
            frames.accept(messageBytesMax);
        }
    }

    /// Closes once everything written has left.
    void close() {
        passOn();
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    boolean encrypted() {
        return channel.pipeline().get(PipelineLayout.TLS) != null;
    }

    /// Address and port of the other end, as text for people.
    String remote() {
        return channel.remoteAddress() instanceof InetSocketAddress address
                ? NetUtil.toSocketAddressString(address)
                : "unknown";
    }

    /// Why one side is not read.
    enum Pause {
        /// The other side takes no more.
        OTHER_SIDE_SLOW,
        /// More was sent ahead than may wait.
        READ_AHEAD_FULL,
        /// The record is behind by more than its bound.
        RECORD_BEHIND,
        /// The intent is not durable yet, so no answer may leave.
        INTENT_PENDING
    }
}
