/// `affidavit witness`: a C2SP tlog-witness as a service of its own, apart from any gateway.
///
/// Start at [WitnessServer]; what it answers is in `sessionlog.anchor.Witness`.
@NullMarked
package org.affidavit.gateway.witness;

import org.jspecify.annotations.NullMarked;
