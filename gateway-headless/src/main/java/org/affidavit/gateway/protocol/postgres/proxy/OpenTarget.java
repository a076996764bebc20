package org.affidavit.gateway.protocol.postgres.proxy;

import java.util.List;
import org.affidavit.gateway.policy.TargetCode;
import org.affidavit.gateway.protocol.postgres.wire.BackendMessages.KeyData;
import org.affidavit.gateway.protocol.postgres.wire.Frame;

/// A target that let the gateway in.
///
/// @param greeting ParameterStatus and notices to pass on; their owner releases them
/// @param key the target's cancel key, which stays here
/// @param catalog as this session may rely on it
/// @param shared the same for every session that found it
record OpenTarget(
        Link link, List<Frame> greeting, KeyData key, OriginIndex catalog, TargetCatalog shared) {
    private static final TargetCatalog NOTHING =
            new TargetCatalog(new Relations(List.of()), TargetCode.NONE);

    OpenTarget {
        greeting = List.copyOf(greeting);
    }

    /// One that takes no SQL, so that nobody can ask it for its catalog or mean anything in it.
    static OpenTarget untold(Greeted target) {
        return new OpenTarget(
                target.link(),
                target.greeting(),
                target.key(),
                new OriginIndex(NOTHING.relations()),
                NOTHING);
    }

    TargetCode code() {
        return shared.code();
    }
}
