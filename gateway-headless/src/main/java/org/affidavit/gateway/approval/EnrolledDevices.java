package org.affidavit.gateway.approval;

import java.text.ParseException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.affidavit.sessionlog.consent.ConsentDecision;
import org.affidavit.sessionlog.consent.DeviceKey;
import org.affidavit.sessionlog.event.Event;
import org.affidavit.sessionlog.event.GatewayEvent.DeviceEnrolled;
import org.affidavit.sessionlog.event.GatewayEvent.DeviceRevoked;
import org.affidavit.sessionlog.event.Principal;

/// The public keys of approvers, as the log knows them. A key is one person's for ever, even when
/// it is revoked: a decision that it signed can be taken for nobody else's.
public final class EnrolledDevices {
    private static final int KEYS_OF_ONE_PERSON_MAX = 20;

    /// By thumbprint, reserved ones too.
    private final Map<String, Person> owners = new ConcurrentHashMap<>();

    /// Keys that count, by thumbprint.
    private final Map<Person, Map<String, String>> keys = new ConcurrentHashMap<>();

    private final Set<String> revoked = ConcurrentHashMap.newKeySet();

    /// One human: names may change, these two do not.
    private record Person(String issuer, String subject) {
        static Person of(Principal principal) {
            return new Person(principal.issuer(), principal.subject());
        }
    }

    /// Restores every enrolment and revocation on record, so that a restart forgets nobody.
    ///
    /// @param events in their order, as [org.affidavit.sessionlog.SessionLog#devices] has them
    public static EnrolledDevices from(List<Event> events) {
        var devices = new EnrolledDevices();
        for (Event event : events) {
            switch (event) {
                case DeviceEnrolled enrolled -> devices.restore(enrolled);
                case DeviceRevoked gone -> devices.revoke(gone.thumbprint());
                default ->
                        throw new IllegalArgumentException(
                                "This is not about device keys: " + event.getClass());
            }
        }
        return devices;
    }

    private void restore(DeviceEnrolled enrolled) {
        Person first =
                owners.computeIfAbsent(enrolled.thumbprint(), _ -> Person.of(enrolled.approver()));
        if (first.equals(Person.of(enrolled.approver()))) {
            add(enrolled.approver(), enrolled.thumbprint(), enrolled.jwk());
        }
    }

    boolean has(Principal approver, String thumbprint) {
        return own(approver).containsKey(thumbprint);
    }

    /// Whether this person has or had any key, one that is being enrolled included.
    boolean knows(Principal approver) {
        return owners.containsValue(Person.of(approver));
    }

    /// This person's keys that count, by thumbprint.
    Map<String, String> of(Principal approver) {
        return own(approver);
    }

    boolean counts(String thumbprint) {
        return owners.containsKey(thumbprint) && !revoked.contains(thumbprint);
    }

    /// Whether this person may have this key, whoever vouches for it.
    void checkFree(Principal approver, String thumbprint) throws DecisionRefused {
        if (own(approver).size() >= KEYS_OF_ONE_PERSON_MAX) {
            throw new DecisionRefused(
                    "too-many-devices",
                    "You have "
                            + KEYS_OF_ONE_PERSON_MAX
                            + " device keys already: decide with one of them.");
        }
        if (revoked.contains(thumbprint)) {
            throw revoked();
        }
        Person person = Person.of(approver);
        if (!person.equals(owners.getOrDefault(thumbprint, person))) {
            throw new DecisionRefused(
                    "key-taken",
                    "This key is enrolled to somebody else: make one of your own and enrol it.");
        }
    }

    static DecisionRefused revoked() {
        return new DecisionRefused(
                "key-revoked", "This key was revoked for ever: make another one and enrol it.");
    }

    /// Makes a free key this person's, before its enrolment is on record. It does not count until
    /// [#add].
    void reserve(Principal approver, String thumbprint) {
        owners.put(thumbprint, Person.of(approver));
    }

    /// Its enrolment could not be recorded.
    void release(String thumbprint) {
        owners.remove(thumbprint);
    }

    /// From now on nothing that the key signs counts.
    synchronized void revoke(String thumbprint) {
        revoked.add(thumbprint);
        keys.values().forEach(own -> own.remove(thumbprint));
    }

    /// From now on the key counts, unless it was revoked in the meantime.
    synchronized void add(Principal approver, String thumbprint, String jwk) {
        if (revoked.contains(thumbprint)) {
            return;
        }
        keys.computeIfAbsent(Person.of(approver), _ -> new ConcurrentHashMap<>())
                .put(thumbprint, jwk);
    }

    /// Checks a signed decision against every key of this very person.
    ConsentDecision verify(Principal approver, String jws) throws DecisionRefused {
        Collection<String> own = own(approver).values();
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

    private Map<String, String> own(Principal approver) {
        return keys.getOrDefault(Person.of(approver), Map.of());
    }
}
