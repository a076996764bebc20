/// What the screens say, and how they write times, counts and verdicts. Knows no widget.
///
/// Start at [Words].
@NullMarked
package org.affidavit.desktop.words;

import org.jspecify.annotations.NullMarked;
