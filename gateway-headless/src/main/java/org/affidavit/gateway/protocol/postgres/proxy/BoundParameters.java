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
    private BoundParameters() {}

    static Parameters of(Names.Portal portal) {
        return Parameters.of(() -> read(portal));
    }

    private static List<Value> read(Names.Portal portal) {
        ParameterTypes types = portal.statement().parameterTypes();
        List<Value> values = new ArrayList<>();
        for (BoundValue value : BoundValue.of(portal.message())) {
            long type = types.at(values.size());
            values.add(
                    value.bytes()
                            .map(bytes -> read(bytes, type, value.format()))
                            .orElseGet(Value.Null::new));
        }
        return values;
    }

    private static Value read(byte[] bytes, long type, int format) {
        if (bytes.length > Parameters.CHARACTERS_MAX) {
            return new Value.Unread();
        }
        return PostgresValues.read(bytes, type, format)
                .<Value>map(Value.Text::new)
                .orElseGet(Value.Unread::new);
    }
}
