package org.affidavit.gateway.protocol.postgres.proxy;

import java.util.ArrayList;
import java.util.List;
import org.affidavit.gateway.policy.Parameters;
import org.affidavit.gateway.policy.Parameters.Value;
import org.affidavit.gateway.protocol.postgres.wire.BoundValue;
import org.affidavit.gateway.protocol.postgres.wire.ParameterTypes;
import org.affidavit.sessionlog.transcript.PostgresValues;

/// The values of a portal for policy: in binary format by the types that the client declared or the
/// target told. What has no text form here, or is too long to be looked at, stays unread.
final class BoundParameters {
    /// No message of this size holds as few characters as rules may see.
    private static final int BYTES_MAX = 8 * Parameters.CHARACTERS_MAX;

    private static final List<Value> TOO_MUCH = List.of(new Value.Unread());

    private BoundParameters() {}

    static Parameters of(Names.Portal portal) {
        return Parameters.of(() -> read(portal));
    }

    private static List<Value> read(Names.Portal portal) {
        if (portal.message().length > BYTES_MAX) {
            return TOO_MUCH;
        }
        ParameterTypes types = portal.statement().parameterTypes();
        List<Value> values = new ArrayList<>();
        for (BoundValue value : BoundValue.of(portal.message())) {
            long type = types.at(values.size());
            values.add(
                    value.bytes()
                            .map(bytes -> read(bytes, type, value.format()))
                            .orElseGet(Value.Null::new));
            if (values.size() > Parameters.VALUES_MAX) {
                return TOO_MUCH;
            }
        }
        return values;
    }

    private static Value read(byte[] bytes, long type, int format) {
        return PostgresValues.read(bytes, type, format)
                .<Value>map(Value.Text::new)
                .orElseGet(Value.Unread::new);
    }
}
