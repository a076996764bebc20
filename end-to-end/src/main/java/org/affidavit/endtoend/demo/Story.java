package org.affidavit.endtoend.demo;

import java.io.PrintStream;

/// Tells what happens, one line a step, and stops the demo where a step does not hold.
final class Story {
    private final PrintStream out;

    Story(PrintStream out) {
        this.out = out;
    }

    void chapter(String title) {
        out.println("\n" + title);
    }

    void tell(String line) {
        out.println("  " + line);
    }

    /// Tells a step that holds; ends the demo with the reason where it does not.
    void step(String claim, boolean holds, String seen) {
        if (!holds) {
            throw new StepFailed(claim + "\n      seen instead: " + seen);
        }
        out.println("  ✓ " + claim);
    }

    /// A step of the demo that did not hold.
    static final class StepFailed extends RuntimeException {
        private static final long serialVersionUID = 1;

        StepFailed(String message) {
            super(message);
        }
    }
}
