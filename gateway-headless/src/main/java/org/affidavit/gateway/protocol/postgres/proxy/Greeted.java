package org.affidavit.gateway.protocol.postgres.proxy;

import java.util.List;
import org.affidavit.gateway.protocol.postgres.wire.BackendMessages.KeyData;
import org.affidavit.gateway.protocol.postgres.wire.Frame;

/// A target that let the gateway in and has not yet told what it holds.
///
/// @param greeting ParameterStatus and notices to pass on; their owner releases them
/// @param key the target's cancel key, which stays here
record Greeted(Link link, List<Frame> greeting, KeyData key) {
    Greeted {
        greeting = List.copyOf(greeting);
    }
}
