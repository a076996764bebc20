/// How things look: theme, icons, chips, columns, text areas. Knows no feature.
///
/// Start at [Theme] and [Fxml].
@NullMarked
package org.affidavit.desktop.look;

import org.jspecify.annotations.NullMarked;
