package org.affidavit.gateway.protocol.postgres.proxy;

import org.affidavit.gateway.policy.TargetCode;

/// What a target has beside its data.
record TargetCatalog(Relations relations, TargetCode code) {}
