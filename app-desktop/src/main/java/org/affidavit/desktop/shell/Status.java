package org.affidavit.desktop.shell;

import org.affidavit.desktop.words.Standing;

/// One item of the status bar.
public record Status(Standing standing, String text) {}
