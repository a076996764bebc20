package org.affidavit.evidence;

import java.util.List;

/// What checking a packet found.
///
/// @param intact true when everything agrees
/// @param findings one sentence each; the reasons when it is not intact
public record PacketCheck(boolean intact, List<String> findings) {
    public PacketCheck {
        findings = List.copyOf(findings);
    }
}
