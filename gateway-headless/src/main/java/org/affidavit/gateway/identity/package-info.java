/// Who is calling: OIDC tokens and what they say.
///
/// Start at [TokenVerifier]. The development issuer lives here too and is for evaluation only.
@NullMarked
package org.affidavit.gateway.identity;

import org.jspecify.annotations.NullMarked;
