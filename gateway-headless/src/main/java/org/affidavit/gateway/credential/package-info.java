/// The credentials that open targets. Agents never see them.
///
/// Start at [CredentialStore].
@NullMarked
package org.affidavit.gateway.credential;

import org.jspecify.annotations.NullMarked;
