package org.affidavit.gateway.protocol.postgres.wire;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.affidavit.gateway.protocol.postgres.wire.ProtocolViolation.Reason;
import org.jspecify.annotations.Nullable;

/// The SASL mechanism OAUTHBEARER as a client speaks it (RFC 7628, RFC 6750), read as strictly as
/// PostgreSQL 18 reads it.
///
/// ```
/// "n,," 0x01 *( key "=" value 0x01 ) 0x01      with auth=Bearer TOKEN
/// ```
public final class OAuthBearer {
    /// The name under which it is offered.
    public static final String MECHANISM = "OAUTHBEARER";

    private static final String SEPARATOR = "\u0001";

    /// No channel binding, and no other identity than the token's.
    private static final Pattern WHOLE =
            Pattern.compile("[ny],,\\x01(.*)\\x01\\x01", Pattern.DOTALL);

    private static final Pattern KEY = Pattern.compile("[A-Za-z]+");
    private static final Pattern VALUE = Pattern.compile("[\\x21-\\x7e \\t\\r\\n]*");
    private static final Pattern BEARER = Pattern.compile("(?i:bearer) +([A-Za-z0-9._~+/-]+=*)");

    private OAuthBearer() {}

    /// Reads the first message of a client.
    ///
    /// @return the token; empty if the client only asks where to get one
    /// @throws ProtocolViolation if it is malformed. Its message quotes nothing
    public static Optional<String> token(String message) {
        Matcher whole = WHOLE.matcher(message);
        if (!whole.matches()) {
            throw malformed("it does not begin with n,, or y,, or it is cut short");
        }
        @Nullable String auth = null;
        for (String pair : whole.group(1).split(SEPARATOR, -1)) {
            int equals = pair.indexOf('=');
            if (equals < 0
                    || !KEY.matcher(pair.substring(0, equals)).matches()
                    || !VALUE.matcher(pair.substring(equals + 1)).matches()) {
                throw malformed("it holds something other than a name and a value");
            }
            if (pair.startsWith("auth=")) {
                if (auth != null) {
                    throw malformed("it names the token twice");
                }
                auth = pair.substring(equals + 1);
            }
        }
        if (auth == null) {
            throw malformed("it names no token");
        }
        return bearer(auth);
    }

    private static Optional<String> bearer(String auth) {
        if (auth.isEmpty()) {
            return Optional.empty();
        }
        Matcher bearer = BEARER.matcher(auth);
        if (!bearer.matches()) {
            throw malformed("what it shows is not a bearer token");
        }
        return Optional.of(bearer.group(1));
    }

    private static ProtocolViolation malformed(String why) {
        return new ProtocolViolation(
                Reason.OUT_OF_ORDER, "The OAUTHBEARER message cannot be read: " + why);
    }
}
