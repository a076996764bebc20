/// The window: navigation, commands, status bar, theme. Shows screens without knowing what they do.
///
/// Start at [ShellViewModel].
@NullMarked
package org.affidavit.desktop.shell;

import org.jspecify.annotations.NullMarked;
