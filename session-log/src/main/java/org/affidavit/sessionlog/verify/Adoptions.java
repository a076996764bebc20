package org.affidavit.sessionlog.verify;

import java.util.ArrayList;
import java.util.List;
import org.affidavit.sessionlog.event.GatewayEvent.LogRecovered;

/// Records that nobody had signed when a writer began again after a crash, and that it signed then.
/// The log holds no proof that they are what the crashed writer wrote.
final class Adoptions {
    private static final int NAMED_MAX = 3;

    private final List<String> named = new ArrayList<>();
    private long count;

    /// @param record index of the record that tells of the recovery
    void note(long record, LogRecovered recovered) {
        long adopted = recovered.adopted();
        if (adopted <= 0) {
            return;
        }
        count++;
        if (named.size() < NAMED_MAX) {
            named.add(
                    "%a to %b (restart at %t)"
                            .replace("%a", Long.toString(Math.max(0, record - adopted)))
                            .replace("%b", Long.toString(record - 1))
                            .replace("%t", recovered.at().toString()));
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
