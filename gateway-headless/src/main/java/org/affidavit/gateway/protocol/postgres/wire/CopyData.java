package org.affidavit.gateway.protocol.postgres.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;

/// A piece of what COPY moves.
public record CopyData(byte[] bytes) {
    public static CopyData read(Frame frame) {
        return new CopyData(ByteBufUtil.getBytes(frame.body()));
    }

    public Frame write(ByteBufAllocator allocator) {
        ByteBuf out = allocator.buffer(Frame.HEADER_BYTES + bytes.length);
        int start = Fields.start(out, BackendType.COPY_DATA);
        out.writeBytes(bytes);
        Fields.finish(out, start);
        return new Frame(out);
    }
}
