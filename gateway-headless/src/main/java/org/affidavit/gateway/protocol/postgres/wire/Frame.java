package org.affidavit.gateway.protocol.postgres.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.DefaultByteBufHolder;

/// One typed message exactly as it crossed, header included. Whoever takes it releases it.
public final class Frame extends DefaultByteBufHolder {
    /// One type byte and four length bytes.
    public static final int HEADER_BYTES = 5;

    public Frame(ByteBuf bytes) {
        super(bytes);
    }

    /// The type byte. Frontend and backend use the same letters for different messages.
    public byte type() {
        return content().getByte(content().readerIndex());
    }

    /// A fence around the body: readers see these bytes and no others. Not retained.
    public ByteBuf body() {
        ByteBuf bytes = content();
        return bytes.slice(
                bytes.readerIndex() + HEADER_BYTES, bytes.readableBytes() - HEADER_BYTES);
    }

    /// Header and body together, in bytes.
    public int length() {
        return content().readableBytes();
    }

    /// A copy for the record.
    public byte[] copyBytes() {
        return ByteBufUtil.getBytes(content());
    }

    @Override
    public Frame replace(ByteBuf bytes) {
        return new Frame(bytes);
    }
}
