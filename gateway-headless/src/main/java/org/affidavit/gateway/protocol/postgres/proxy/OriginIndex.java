package org.affidavit.gateway.protocol.postgres.proxy;

import java.util.List;
import java.util.Optional;
import org.affidavit.gateway.masking.Masking.Origin;
import org.affidavit.gateway.masking.Masking.OriginCatalog;
import org.affidavit.gateway.masking.Masking.ResultColumn;

/// Where columns come from, as the target's catalog had it when the session began. A table made
/// later is unknown; a column renamed later keeps its old name here, and so its masking.
final class OriginIndex implements OriginCatalog {
    private final Relations relations;
    private boolean stale;

    OriginIndex(Relations relations) {
        this.relations = relations;
    }

    /// The session may have made or changed relations, so that a name may mean another one.
    void outdate() {
        stale = true;
    }

    @Override
    public boolean isTable(String relation) {
        return !stale && relations.isTable(relation);
    }

    @Override
    public List<ResultColumn> columns(String relation) {
        return stale ? List.of() : relations.columns(relation);
    }

    @Override
    public Optional<Origin> origin(long tableOid, int attribute) {
        return relations.origin(tableOid, attribute);
    }
}
