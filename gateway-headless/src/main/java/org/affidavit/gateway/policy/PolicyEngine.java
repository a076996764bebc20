package org.affidavit.gateway.policy;

import java.time.Instant;
import org.affidavit.sessionlog.event.Principal;
import org.affidavit.sessionlog.event.Resource;

/// A loaded policy. Pure and safe for any thread.
public interface PolicyEngine {
    /// Lower-case hex SHA-256 over all policy files.
    String digest();

    /// May this principal open this resource at all? For replication only if a rule that names this
    /// says so.
    Verdict connect(Principal principal, Resource resource, Replication replication, Instant now);

    /// The same for statements.
    default Verdict connect(Principal principal, Resource resource, Instant now) {
        return connect(principal, resource, Replication.NONE, now);
    }

    /// May this statement run? The values that it runs with are among its facts, so what is said of
    /// one text once need not hold the next time. What no rule allows is denied; what cannot be
    /// parsed is denied.
    Verdict decide(Principal principal, Resource resource, SqlFacts facts, Instant now);
}
