package org.affidavit.gateway.protocol.postgres.wire;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/// The columns of a result.
public record RowDescription(List<Column> columns) {
    public RowDescription {
        columns = List.copyOf(columns);
    }

    /// @throws ProtocolViolation if it is malformed or has too many columns
    public static RowDescription read(Frame frame, int columnsMax) {
        ByteBuf body = frame.body();
        int count = Fields.count(body, columnsMax, "columns in a result");
        var columns = new ArrayList<Column>(count);
        for (int i = 0; i < count; i++) {
            columns.add(Column.read(body));
        }
        Fields.end(body, "RowDescription");
        return new RowDescription(columns);
    }

    /// One column.
    ///
    /// @param tableOid 0 when it is computed
    /// @param attribute 0 when it is computed
    /// @param format 0 text, 1 binary
    public record Column(String name, long tableOid, int attribute, long typeOid, int format) {
        static Column read(ByteBuf body) {
            String name = Fields.string(body, "RowDescription");
            long table = Fields.uint32(body, "RowDescription");
            int attribute = (short) Fields.uint16(body, "RowDescription");
            long type = Fields.uint32(body, "RowDescription");
            Fields.skip(body, 6, "RowDescription");
            return new Column(name, table, attribute, type, Fields.uint16(body, "RowDescription"));
        }
    }
}
