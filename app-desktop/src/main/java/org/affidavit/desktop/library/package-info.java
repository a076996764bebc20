/// The log that the app has open: its sessions, their transcripts, and what a search finds.
///
/// Start at [Library].
@NullMarked
package org.affidavit.desktop.library;

import org.jspecify.annotations.NullMarked;
