package org.affidavit.gateway.approval;

import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.affidavit.sessionlog.LogFailure;
import org.affidavit.sessionlog.SessionLogReader;
import org.affidavit.sessionlog.consent.ConsentDecision;
import org.affidavit.sessionlog.consent.DeviceKey;
import org.affidavit.sessionlog.event.GatewayEvent.DeviceEnrolled;
import org.affidavit.sessionlog.event.Principal;

/// The public keys of approvers, as the log knows them.
public final class EnrolledDevices {
    private final Map<Person, List<String>> keys = new ConcurrentHashMap<>();

    /// One human: names may change, these two do not.
    private record Person(String issuer, String subject) {
        static Person of(Principal principal) {
            return new Person(principal.issuer(), principal.subject());
        }
    }

    /// Reads every enrolment on record, so that a restart forgets nobody.
    public static EnrolledDevices from(SessionLogReader log) throws LogFailure {
        var devices = new EnrolledDevices();
        long _ =
                log.forEach(
                        0,
                        record -> {
                            if (record.event() instanceof DeviceEnrolled enrolled) {
                                devices.add(enrolled.approver(), enrolled.jwk());
                            }
                            return true;
                        });
        return devices;
    }

    boolean has(Principal approver, String jwk) {
        return keys.getOrDefault(Person.of(approver), List.of()).contains(jwk);
    }

    void add(Principal approver, String jwk) {
        keys.computeIfAbsent(Person.of(approver), _ -> new CopyOnWriteArrayList<>()).add(jwk);
    }

    /// Checks a signed decision against every key of this very person.
    ConsentDecision verify(Principal approver, String jws) throws DecisionRefused {
        List<String> own = keys.getOrDefault(Person.of(approver), List.of());
        if (own.isEmpty()) {
            throw new DecisionRefused(
                    "not-enrolled",
                    "You have no enrolled device key: enrol one, then decide again.");
        }
        for (String jwk : own) {
            try {
                return DeviceKey.verify(jws, jwk);
            } catch (ParseException notThisKey) {
                // Another key of the same person may have signed it.
            }
        }
        throw new DecisionRefused(
                "bad-signature", "The decision is not signed by a device key enrolled to you.");
    }
}
