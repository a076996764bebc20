package org.affidavit.gateway.protocol.postgres.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// One row of a result. An empty value is NULL.
public record DataRow(List<Optional<byte[]>> values) {
    public DataRow {
        values = Collections.unmodifiableList(values);
    }

    /// @throws ProtocolViolation if it is malformed or has too many columns
    public static DataRow read(Frame frame, int columnsMax) {
        ByteBuf body = frame.body();
        int count = Fields.count(body, columnsMax, "columns in a row");
        var values = new ArrayList<Optional<byte[]>>(count);
        for (int i = 0; i < count; i++) {
            values.add(readValue(body));
        }
        Fields.end(body, "DataRow");
        return new DataRow(values);
    }

    private static Optional<byte[]> readValue(ByteBuf body) {
        int length = Fields.int32(body, "DataRow");
        if (length == -1) {
            return Optional.empty();
        }
        Fields.need(body, length, "DataRow");
        byte[] value = new byte[length];
        body.readBytes(value);
        return Optional.of(value);
    }

    public Frame write(ByteBufAllocator allocator) {
        ByteBuf out = allocator.buffer();
        int start = Fields.start(out, BackendType.DATA_ROW);
        out.writeShort(values.size());
        for (Optional<byte[]> value : values) {
            out.writeInt(value.map(bytes -> bytes.length).orElse(-1));
            value.ifPresent(out::writeBytes);
        }
        Fields.finish(out, start);
        return new Frame(out);
    }
}
