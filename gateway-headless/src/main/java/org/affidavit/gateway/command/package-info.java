/// The `affidavit` command. The only package here that may use the index and the packets.
///
/// Start at `Affidavit`.
@NullMarked
package org.affidavit.gateway.command;

import org.jspecify.annotations.NullMarked;
