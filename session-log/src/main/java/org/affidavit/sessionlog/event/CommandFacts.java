package org.affidavit.sessionlog.event;

import java.util.List;

/// What the leaf says of a command without its text: enough to count and to filter.
///
/// @param kind what sort of request, such as `query`, `execute`, `prepare`
/// @param verbs what it does, upper case, such as `SELECT`; `OPAQUE` when a parser cannot tell
/// @param objects what it touches, such as `public.customers`
public record CommandFacts(String kind, List<String> verbs, List<String> objects) {
    public CommandFacts {
        verbs = List.copyOf(verbs);
        objects = List.copyOf(objects);
    }
}
