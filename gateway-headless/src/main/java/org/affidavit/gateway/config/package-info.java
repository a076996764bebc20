/// The configuration file: typed settings, read with line and column in every error.
///
/// Start at [GatewayConfig].
@NullMarked
package org.affidavit.gateway.config;

import org.jspecify.annotations.NullMarked;
