package org.affidavit.desktop.replay;

import java.time.Duration;
import org.affidavit.desktop.words.Formats;
import org.affidavit.desktop.words.HiddenCharacters;
import org.affidavit.desktop.words.Standing;
import org.affidavit.sessionlog.transcript.Step;

/// One step in the list on the left.
///
/// @param number the command's number; 0 for opening and end
/// @param offset how long after the session's start
/// @param firstFrame number of its first frame in the session
public record StepRow(
        int number,
        Standing standing,
        String title,
        String offset,
        String took,
        int firstFrame,
        int frames) {

    static StepRow of(Step step, Duration offset, int firstFrame) {
        return new StepRow(
                step.command(),
                Standing.valueOf(step.status().name()),
                HiddenCharacters.line(step.title().replaceAll("\\s+", " ")),
                Formats.offset(offset),
                step.command() == 0 ? "" : Formats.span(step.took()),
                firstFrame,
                step.frames().size());
    }
}
