package org.affidavit.sessionlog.verify;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.affidavit.sessionlog.encode.Leaf;
import org.affidavit.sessionlog.event.GatewayEvent.LogRecovered;
import org.affidavit.sessionlog.tree.TreeHash;
import org.affidavit.sessionlog.verify.CheckResult.Check;

/// Records that nobody had signed when a writer began again after a crash, and that it signed then.
/// The log holds no proof that they are what the crashed writer wrote.
final class Adoptions {
    private static final int NAMED_MAX = 3;

    private final List<String> named = new ArrayList<>();
    private final Findings findings;

    /// Over the hashes of the leaves since the last kept checkpoint, which covers so many records.
    private final MessageDigest unsigned = TreeHash.sha256();

    private long signed = -1;
    private long count;

    Adoptions(Findings findings) {
        this.findings = findings;
    }

    /// A record was read; call after [#note].
    ///
    /// @param checkpoint whether a checkpoint was kept that ends with it
    void read(long record, byte[] leafHash, boolean checkpoint) {
        if (checkpoint) {
            unsigned.reset();
            signed = record + 1;
        } else {
            unsigned.update(leafHash);
        }
    }

    /// @param record index of the record that tells of the recovery
    void note(long record, LogRecovered recovered) {
        long adopted = recovered.adopted();
        if (adopted <= 0) {
            return;
        }
        count++;
        check(record, recovered);
        if (named.size() < NAMED_MAX) {
            named.add(
                    "%a to %b (restart at %t)"
                            .replace("%a", Long.toString(Math.max(0, record - adopted)))
                            .replace("%b", Long.toString(record - 1))
                            .replace("%t", recovered.at().toString()));
        }
    }

    /// Only where the checkpoint is still there that the recovery began from.
    private void check(long record, LogRecovered recovered) {
        String sha256 = Leaf.hex(unsigned.digest());
        boolean comparable =
                signed == record - recovered.adopted() && !recovered.adoptedSha256().isEmpty();
        signed = -1;
        if (comparable && !sha256.equals(recovered.adoptedSha256())) {
            findings.broken(
                    Check.RECORDS,
                    record,
                    "record " + record + " took over other records than those before it");
        }
    }

    /// Words to add to a sentence; empty if there are none.
    String words() {
        if (count == 0) {
            return "";
        }
        String more = count > named.size() ? " and " + (count - named.size()) + " times more" : "";
        return "; signed only after a crash: records " + String.join(", ", named) + more;
    }
}
