/// Talks to a gateway's control API, as its OpenAPI document has it.
///
/// Start at [Gateway].
@NullMarked
package org.affidavit.desktop.gateway;

import org.jspecify.annotations.NullMarked;
