package org.affidavit.gateway.policy;

import java.time.Instant;
import java.util.List;
import org.affidavit.sessionlog.event.Principal;
import org.affidavit.sessionlog.event.Resource;

/// Says why a policy decides as it does. Decides as its [PolicyEngine] does, and takes longer.
public interface PolicyExplainer {
    /// One explanation for opening a resource.
    Explanation connect(Principal principal, Resource resource, Instant now);

    /// One explanation for each statement, in order; none for a text with nothing to run.
    List<Explanation> decide(Principal principal, Resource resource, SqlFacts facts, Instant now);
}
