package org.affidavit.desktop.approvals;

import java.time.Duration;
import java.time.Instant;
import org.affidavit.desktop.gateway.Approval;
import org.affidavit.desktop.words.Formats;
import org.affidavit.desktop.words.HiddenCharacters;
import org.affidavit.desktop.words.Standing;

/// One request in the list, as it stands now.
///
/// @param left time until it lapses, or when it was decided
/// @param urgent true in its last minute
public record RequestRow(
        String id,
        Standing standing,
        String statement,
        String agent,
        String resource,
        String left,
        boolean urgent) {

    static RequestRow of(Approval approval, Instant now) {
        var left = Duration.between(now, approval.consent().expires());
        boolean waiting = standing(approval, now) == Standing.WAITING;
        return new RequestRow(
                approval.id(),
                standing(approval, now),
                HiddenCharacters.line(approval.command().text().replaceAll("\\s+", " ")),
                HiddenCharacters.line(approval.consent().agent().name()),
                HiddenCharacters.line(approval.consent().resource().name()),
                waiting
                        ? Formats.countdown(left)
                        : Formats.clock(approval.decidedAt().orElse(approval.consent().expires())),
                waiting && left.compareTo(Duration.ofMinutes(1)) < 0);
    }

    /// A request past its time counts as lapsed here even before the gateway says so.
    static Standing standing(Approval approval, Instant now) {
        return switch (approval.state()) {
            case WAITING ->
                    now.isBefore(approval.consent().expires()) ? Standing.WAITING : Standing.LAPSED;
            case APPROVED -> Standing.APPROVED;
            case DENIED -> Standing.DENIED;
            case LAPSED -> Standing.LAPSED;
        };
    }
}
