/// The main job, start to finish, on real parts: a database, an issuer, the gateway, a client.
///
/// Start at [Demo].
@NullMarked
package org.affidavit.endtoend.demo;

import org.jspecify.annotations.NullMarked;
