/// Decides which values of a response are replaced, and by what. Fails closed.
///
/// Start at [Masking]. Pure: knows nothing of sockets, threads or files.
@NullMarked
package org.affidavit.gateway.masking;

import org.jspecify.annotations.NullMarked;
