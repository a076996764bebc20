package org.affidavit.desktop.replay;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.affidavit.desktop.words.Standing;
import org.affidavit.sessionlog.transcript.Frame;
import org.affidavit.sessionlog.transcript.Step;
import org.affidavit.sessionlog.transcript.Transcript;
import org.jspecify.annotations.Nullable;

/// Where each frame lies on the strip at the bottom. Idle time is cut to a second, and said.
///
/// @param places of every frame, 0 to 1, never falling
/// @param marks frames worth seeing
/// @param breaks idle stretches that were cut
/// @param saved how much idle time was cut in all
public record Timeline(List<Double> places, List<Mark> marks, List<Break> breaks, Duration saved) {
    private static final Duration IDLE_MAX = Duration.ofSeconds(1);

    /// A frame so close to another that both fall on one spot would be unreachable: give each room.
    private static final Duration STEP_MIN = Duration.ofMillis(25);

    static final Timeline EMPTY = new Timeline(List.of(), List.of(), List.of(), Duration.ZERO);

    public Timeline {
        places = List.copyOf(places);
        marks = List.copyOf(marks);
        breaks = List.copyOf(breaks);
    }

    /// A frame worth seeing.
    public record Mark(int frame, double place, Standing standing) {}

    /// A cut idle stretch.
    public record Break(double place, Duration idle) {}

    static Timeline of(Transcript transcript) {
        var frames = transcript.frames();
        if (frames.isEmpty()) {
            return EMPTY;
        }
        var at = new ArrayList<Long>();
        var cuts = new ArrayList<Break>();
        long now = 0;
        Duration saved = Duration.ZERO;
        for (int i = 0; i < frames.size(); i++) {
            if (i > 0) {
                var gap = Duration.between(frames.get(i - 1).at(), frames.get(i).at());
                if (gap.compareTo(IDLE_MAX) > 0) {
                    cuts.add(new Break(now + IDLE_MAX.toMillis() / 2.0, gap));
                    saved = saved.plus(gap.minus(IDLE_MAX));
                    gap = IDLE_MAX;
                }
                now += Math.max(gap.toMillis(), STEP_MIN.toMillis());
            }
            at.add(now);
        }
        double end = Math.max(now, 1);
        return new Timeline(
                at.stream().map(millis -> millis / end).toList(),
                marks(transcript, at, end),
                cuts.stream().map(cut -> new Break(cut.place() / end, cut.idle())).toList(),
                saved);
    }

    private static List<Mark> marks(Transcript transcript, List<Long> at, double end) {
        var marks = new ArrayList<Mark>();
        int number = 0;
        for (var step : transcript.steps()) {
            for (var frame : step.frames()) {
                var standing = standing(frame, step.status());
                if (standing != null) {
                    marks.add(new Mark(number, at.get(number) / end, standing));
                }
                number++;
            }
        }
        return marks;
    }

    /// The error that tells an agent it was refused is not an event of its own.
    private static @Nullable Standing standing(Frame frame, Step.Status step) {
        return switch (frame) {
            case Frame.Denied _ -> Standing.DENIED;
            case Frame.Held _ -> Standing.HELD;
            case Frame.Decided decided -> decided.approved() ? Standing.APPROVED : Standing.DENIED;
            case Frame.Lapsed _ -> Standing.LAPSED;
            case Frame.Message message when message.error() && step == Step.Status.FAILED ->
                    Standing.FAILED;
            case Frame.Grid grid
                    when grid.columns().stream().anyMatch(column -> !column.maskedBy().isEmpty()) ->
                    Standing.MASKED;
            default -> null;
        };
    }

    /// The frame nearest to a place on the strip.
    int frameAt(double place) {
        int best = 0;
        for (int i = 1; i < places.size(); i++) {
            if (Math.abs(places.get(i) - place) <= Math.abs(places.get(best) - place)) {
                best = i;
            }
        }
        return best;
    }
}
