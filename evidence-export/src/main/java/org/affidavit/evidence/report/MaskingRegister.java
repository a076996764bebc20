package org.affidavit.evidence.report;

import java.util.ArrayList;
import java.util.List;
import org.affidavit.sessionlog.event.SessionEvent;

/// Lists which columns were masked, from the records themselves rather than from their decoding.
final class MaskingRegister {
    private MaskingRegister() {}

    static List<MaskingEntry> of(int number, SessionMaterial session) {
        var entries = new ArrayList<MaskingEntry>();
        for (SessionEvent event : session.events()) {
            if (event instanceof SessionEvent.CommandFinished finished) {
                for (SessionEvent.MaskedColumn masked : finished.masked()) {
                    entries.add(
                            new MaskingEntry(
                                    number + "." + finished.command(),
                                    finished.session().value(),
                                    named(masked),
                                    masked.rule(),
                                    masked.cells()));
                }
            }
        }
        return entries;
    }

    /// With its own name, where the statement called it another.
    private static String named(SessionEvent.MaskedColumn masked) {
        boolean other =
                !masked.origin().isEmpty() && !masked.origin().endsWith("." + masked.column());
        return other ? masked.column() + " (" + masked.origin() + ")" : masked.column();
    }
}
