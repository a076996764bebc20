package org.affidavit.gateway.protocol.postgres.wire;

import io.netty.buffer.ByteBuf;

/// CopyInResponse and CopyOutResponse: rows travel from now on, until CopyDone.
///
/// @param binary whether their values are in binary form
/// @param columns how many there are
public record CopyResponse(boolean binary, int columns) {
    /// @throws ProtocolViolation if it is malformed or has too many columns
    public static CopyResponse read(Frame frame, int columnsMax) {
        ByteBuf body = frame.body();
        boolean binary = Fields.int8(body, "CopyResponse") != 0;
        int columns = Fields.count(body, columnsMax, "columns to copy");
        Fields.skip(body, columns * 2, "CopyResponse");
        Fields.end(body, "CopyResponse");
        return new CopyResponse(binary, columns);
    }
}
