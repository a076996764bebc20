package org.affidavit.desktop;

import java.time.Instant;
import org.affidavit.desktop.approvals.LinkState;
import org.affidavit.desktop.integrity.IntegrityState;
import org.affidavit.desktop.shell.Status;
import org.affidavit.desktop.words.Formats;
import org.affidavit.desktop.words.Standing;
import org.affidavit.desktop.words.Words;

/// What the status bar says of the screens' states.
final class Statuses {
    private Statuses() {}

    /// @param at when the finding was made
    static Status of(IntegrityState state, Instant at) {
        return switch (state) {
            case IntegrityState.NoLog _, IntegrityState.Unchecked _, IntegrityState.Cancelled _ ->
                    new Status(Standing.UNCHECKED, Words.say("status.integrity.unchecked"));
            case IntegrityState.Running _ ->
                    new Status(Standing.RUNNING, Words.say("status.integrity.running"));
            case IntegrityState.Failed _ ->
                    new Status(Standing.FAILED, Words.say("status.integrity.failed"));
            case IntegrityState.Done done -> {
                var standing = done.finding().standing();
                String key =
                        switch (standing) {
                            case HOLDS -> "status.integrity.intact";
                            case BROKEN -> "status.integrity.altered";
                            case UNKNOWN -> "status.integrity.unsigned";
                            default -> "status.integrity.unproven";
                        };
                yield new Status(standing, Words.say(key, Formats.clock(at)));
            }
        };
    }

    static Status of(LinkState link) {
        return switch (link) {
            case LinkState.None() -> new Status(Standing.OFFLINE, Words.say("status.gateway.none"));
            case LinkState.Connecting connecting ->
                    new Status(
                            Standing.RECONNECTING,
                            Words.say("status.gateway.lost", connecting.gateway()));
            case LinkState.Live live ->
                    new Status(Standing.LIVE, Words.say("status.gateway.live", live.gateway()));
            case LinkState.Lost lost ->
                    new Status(
                            Standing.RECONNECTING,
                            Words.say("status.gateway.lost", lost.gateway()));
        };
    }
}
