package org.affidavit.gateway.approval;

import java.io.IOException;
import java.text.ParseException;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.affidavit.sessionlog.SessionLog;
import org.affidavit.sessionlog.consent.DeviceKey;
import org.affidavit.sessionlog.consent.DeviceStatement;
import org.affidavit.sessionlog.consent.DeviceStatement.Kind;
import org.affidavit.sessionlog.event.GatewayEvent.DeviceEnrolled;
import org.affidavit.sessionlog.event.GatewayEvent.DeviceRevoked;
import org.affidavit.sessionlog.event.GatewayEvent.Vouching;
import org.affidavit.sessionlog.event.Principal;
import org.jspecify.annotations.Nullable;

/// Device keys whose every change is in the log.
///
/// One change is judged at a time, so that of two keys that come at once only one is the first.
public final class RecordedDevices implements Devices {
    private final SessionLog log;
    private final EnrolledDevices devices;
    private final DeviceChecks checks;
    private final boolean firstUse;
    private final OperatorWord operator;
    private final Clock clock;
    private final Map<String, CompletableFuture<Void>> enrolling = new HashMap<>();

    /// @param firstUse whether the first key of a person counts without anybody vouching
    public RecordedDevices(
            SessionLog log,
            EnrolledDevices devices,
            String origin,
            boolean firstUse,
            OperatorWord operator,
            Clock clock) {
        this.log = log;
        this.devices = devices;
        this.checks = new DeviceChecks(origin);
        this.firstUse = firstUse;
        this.operator = operator;
        this.clock = clock;
    }

    @Override
    public String origin() {
        return checks.origin();
    }

    @Override
    public synchronized CompletableFuture<Void> enrol(Principal approver, Enrolment enrolment) {
        try {
            CompletableFuture<Void> heeded = heed();
            String thumbprint = thumbprint(enrolment.jwk());
            if (devices.has(approver, thumbprint)) {
                return CompletableFuture.completedFuture(null);
            }
            DeviceStatement proven = checks.proof(approver, thumbprint, enrolment, clock.instant());
            devices.checkFree(approver, thumbprint);
            var already = enrolling.get(thumbprint);
            CompletableFuture<Void> enrolled =
                    already != null ? already : enrol(approver, thumbprint, enrolment, proven);
            return CompletableFuture.allOf(heeded, enrolled);
        } catch (DecisionRefused | IOException refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }

    private static String thumbprint(String jwk) throws DecisionRefused {
        try {
            return DeviceKey.thumbprint(jwk);
        } catch (ParseException e) {
            throw new DecisionRefused(
                    "bad-key", "This is not a public P-256 key as a JWK: " + e.getMessage() + ".");
        }
    }

    private CompletableFuture<Void> enrol(
            Principal approver, String thumbprint, Enrolment enrolment, DeviceStatement proven)
            throws DecisionRefused, IOException {
        var vouching =
                new Vouching(
                        vouchedBy(approver, thumbprint, enrolment, proven),
                        enrolment.proof(),
                        enrolment.voucher());
        devices.reserve(approver, thumbprint);
        var counted = new CompletableFuture<Void>();
        enrolling.put(thumbprint, counted);
        var event =
                new DeviceEnrolled(
                        clock.instant(),
                        approver,
                        thumbprint,
                        enrolment.jwk(),
                        Optional.of(vouching));
        var _ = log.seal(event).whenComplete((_, problem) -> enrolled(event, counted, problem));
        return counted;
    }

    private synchronized void enrolled(
            DeviceEnrolled event, CompletableFuture<Void> counted, @Nullable Throwable problem) {
        enrolling.remove(event.thumbprint());
        if (problem == null) {
            devices.add(event.approver(), event.thumbprint(), event.jwk());
            counted.complete(null);
        } else {
            devices.release(event.thumbprint());
            counted.completeExceptionally(problem);
        }
    }

    private String vouchedBy(
            Principal approver, String thumbprint, Enrolment enrolment, DeviceStatement proven)
            throws DecisionRefused, IOException {
        if (operator.revoked().contains(thumbprint)) {
            throw EnrolledDevices.revoked();
        }
        if (enrolment.voucher().isPresent()) {
            return DeviceChecks.signer(enrolment.voucher().get(), proven, devices.of(approver));
        }
        if (operator.confirms(approver, thumbprint)) {
            return Vouching.OPERATOR;
        }
        if (firstUse && !devices.knows(approver)) {
            return Vouching.FIRST_USE;
        }
        throw new DecisionRefused(
                "not-vouched",
                (devices.knows(approver)
                                ? "You have enrolled a device key before, so another one must be"
                                        + " vouched for."
                                : "At this gateway an operator confirms the first key of"
                                        + " everybody.")
                        + " Sign it with a key of yours that counts:"
                        + " affidavit devices enrol --vouch-with FILE (name the new key with --key"
                        + " FILE if it is not in devices/). Or give an operator this"
                        + " key's thumbprint in a way that proves it is you, to run:"
                        + " affidavit devices confirm "
                        + thumbprint
                        + " --issuer '"
                        + approver.issuer()
                        + "' --subject '"
                        + approver.subject()
                        + "', and enrol again.");
    }

    @Override
    public synchronized CompletableFuture<Void> revoke(
            Principal approver, String thumbprint, String jws) {
        try {
            CompletableFuture<Void> heeded = heed();
            Map<String, String> own = devices.of(approver);
            if (!own.containsKey(thumbprint)) {
                throw new DecisionRefused(
                        "not-found", "You have no enrolled device key " + thumbprint + ".");
            }
            Map<String, String> others = new HashMap<>(own);
            others.remove(thumbprint);
            String by = revokedBy(approver, thumbprint, jws, others);
            return CompletableFuture.allOf(heeded, revoked(thumbprint, by, Optional.of(jws)));
        } catch (DecisionRefused | IOException refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }

    private String revokedBy(
            Principal approver, String thumbprint, String jws, Map<String, String> others)
            throws DecisionRefused {
        for (var key : others.entrySet()) {
            try {
                DeviceStatement stated = DeviceKey.verifyStatement(jws, key.getValue());
                checks.check(stated, Kind.REVOCATION, approver, thumbprint, clock.instant());
                return key.getKey();
            } catch (ParseException notThisKey) {
                // Another key of the same person may have signed it.
            }
        }
        throw new DecisionRefused(
                "bad-voucher",
                "No other device key that is enrolled to you has signed this statement. An"
                        + " operator can revoke a key without one: affidavit devices forbid "
                        + thumbprint);
    }

    @Override
    public synchronized CompletableFuture<Void> heedOperator() {
        try {
            return heed();
        } catch (IOException unusable) {
            return CompletableFuture.failedFuture(unusable);
        }
    }

    /// A key that an operator has revoked vouches for nothing from this call on.
    private CompletableFuture<Void> heed() throws IOException {
        return CompletableFuture.allOf(
                operator.revoked().stream()
                        .filter(devices::counts)
                        .map(thumbprint -> revoked(thumbprint, Vouching.OPERATOR, Optional.empty()))
                        .toArray(CompletableFuture<?>[]::new));
    }

    /// A key that is to be revoked must decide nothing while its revocation is being written.
    private CompletableFuture<Void> revoked(String thumbprint, String by, Optional<String> proof) {
        devices.revoke(thumbprint);
        return log.seal(new DeviceRevoked(clock.instant(), thumbprint, by, proof));
    }
}
