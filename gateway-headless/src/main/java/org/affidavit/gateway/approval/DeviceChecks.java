package org.affidavit.gateway.approval;

import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.affidavit.sessionlog.consent.DeviceKey;
import org.affidavit.sessionlog.consent.DeviceStatement;
import org.affidavit.sessionlog.consent.DeviceStatement.Kind;
import org.affidavit.sessionlog.event.Principal;

/// Whether a signed statement about a device key counts here and now.
///
/// @param origin of this gateway's log
record DeviceChecks(String origin) {
    private static final Duration AGE_MAX = Duration.ofMinutes(5);

    /// The statement, if the key itself made it.
    DeviceStatement proof(Principal person, String thumbprint, Devices.Enrolment sent, Instant now)
            throws DecisionRefused {
        try {
            var stated = DeviceKey.verifyStatement(sent.proof(), sent.jwk());
            check(stated, Kind.ENROLMENT, person, thumbprint, now);
            return stated;
        } catch (ParseException forged) {
            throw new DecisionRefused(
                    "bad-proof",
                    "The proof is not signed by the key that it enrols: "
                            + forged.getMessage()
                            + ". Only whoever holds a key can enrol it.");
        }
    }

    void check(DeviceStatement stated, Kind kind, Principal person, String thumbprint, Instant now)
            throws DecisionRefused {
        var expected =
                new DeviceStatement(
                        kind, person.issuer(), person.subject(), thumbprint, origin, stated.at());
        if (!stated.equals(expected)) {
            throw new DecisionRefused(
                    "bad-proof",
                    "What was signed is about another person, key or gateway than this. Sign: "
                            + expected.canonical());
        }
        if (Duration.between(stated.at(), now).abs().compareTo(AGE_MAX) > 0) {
            throw new DecisionRefused(
                    "stale-proof",
                    "It was signed at "
                            + stated.at()
                            + ", and it is "
                            + now
                            + " here: at most five minutes may lie between. Check both clocks and"
                            + " try again.");
        }
    }

    /// The thumbprint of the key among these that signed exactly this.
    ///
    /// @param keys public keys by thumbprint
    static String signer(String jws, DeviceStatement stated, Map<String, String> keys)
            throws DecisionRefused {
        for (var key : keys.entrySet()) {
            try {
                if (DeviceKey.verifyStatement(jws, key.getValue()).equals(stated)) {
                    return key.getKey();
                }
            } catch (ParseException notThisKey) {
                // Another key of the same person may have signed it.
            }
        }
        throw new DecisionRefused(
                "bad-voucher",
                "No other device key that is enrolled to you has signed this statement.");
    }
}
