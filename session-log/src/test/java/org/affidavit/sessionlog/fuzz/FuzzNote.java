package org.affidavit.sessionlog.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.text.ParseException;
import java.util.Arrays;
import org.affidavit.sessionlog.note.CheckpointText;
import org.affidavit.sessionlog.note.SignedNote;

/// A note that is understood is written as it was read, and so is the checkpoint in it.
public final class FuzzNote {
    private FuzzNote() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        try {
            SignedNote note = SignedNote.parse(bytes);
            if (!Arrays.equals(note.format().getBytes(UTF_8), bytes)) {
                throw new AssertionError("a note is not written as it was read");
            }
            if (!CheckpointText.parse(note.text()).format().equals(note.text())) {
                throw new AssertionError("a checkpoint is not written as it was read");
            }
        } catch (ParseException refused) {
            // The one answer to bytes that are no note.
        }
    }
}
