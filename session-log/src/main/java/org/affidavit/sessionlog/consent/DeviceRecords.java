package org.affidavit.sessionlog.consent;

import java.text.ParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.affidavit.sessionlog.event.AdoptedRecords;
import org.affidavit.sessionlog.event.Event;
import org.affidavit.sessionlog.event.GatewayEvent.DeviceEnrolled;
import org.affidavit.sessionlog.event.GatewayEvent.DeviceRevoked;
import org.affidavit.sessionlog.event.GatewayEvent.LogCreated;
import org.affidavit.sessionlog.event.GatewayEvent.LogRecovered;
import org.affidavit.sessionlog.event.GatewayEvent.Vouching;
import org.affidavit.sessionlog.event.Principal;

/// Whose device keys count, from the records alone. What nobody had signed when it was taken over
/// counts for nothing.
final class DeviceRecords {
    private final Map<String, List<Enrolment>> enrolments = new HashMap<>();
    private final Map<String, List<Long>> revocations = new HashMap<>();
    private final AdoptedRecords adopted = new AdoptedRecords();
    private Optional<String> origin = Optional.empty();

    record Enrolment(long record, DeviceEnrolled event) {
        boolean isOf(Principal person) {
            return event.approver().issuer().equals(person.issuer())
                    && event.approver().subject().equals(person.subject());
        }
    }

    /// Takes the next record.
    void take(long record, Event event) {
        switch (event) {
            case LogCreated it -> origin = Optional.of(it.origin());
            case DeviceEnrolled it ->
                    enrolments
                            .computeIfAbsent(it.thumbprint(), _ -> new ArrayList<>())
                            .add(new Enrolment(record, it));
            case DeviceRevoked it ->
                    revocations
                            .computeIfAbsent(it.thumbprint(), _ -> new ArrayList<>())
                            .add(record);
            case LogRecovered it -> adopted.take(record, it);
            default -> {
                // Says nothing of device keys.
            }
        }
    }

    /// A key belongs to whoever enrolled it first.
    Optional<Enrolment> enrolment(String thumbprint) {
        return enrolments.getOrDefault(thumbprint, List.of()).stream()
                .filter(enrolment -> !adopted.contains(enrolment.record()))
                .findFirst();
    }

    /// @param before the record before which it was
    boolean isRevoked(String thumbprint, long before) {
        return revocations.getOrDefault(thumbprint, List.of()).stream()
                .anyMatch(record -> record < before && !adopted.contains(record));
    }

    /// Why an enrolment is not what its record says, for the end of a sentence; empty if it is.
    /// Gateways that asked nobody to vouch recorded nothing that could be checked.
    Optional<String> objection(Enrolment enrolment) {
        Optional<Vouching> vouching = enrolment.event().vouching();
        if (vouching.isEmpty()) {
            return Optional.empty();
        }
        String jwk = enrolment.event().jwk();
        Optional<DeviceStatement> stated = statement(vouching.get().proof(), jwk);
        if (stated.isEmpty() || !isAbout(stated.get(), enrolment.event())) {
            return Optional.of("whoever enrolled the device key did not show to hold it");
        }
        return switch (vouching.get().by()) {
            case Vouching.OPERATOR -> Optional.empty();
            case Vouching.FIRST_USE ->
                    isFirst(enrolment)
                            ? Optional.empty()
                            : Optional.of("the device key was not the first of its approver");
            default -> voucherObjection(enrolment, vouching.get(), stated.get());
        };
    }

    private Optional<String> voucherObjection(
            Enrolment enrolment, Vouching vouching, DeviceStatement stated) {
        Optional<Enrolment> voucher =
                enrolment(vouching.by())
                        .filter(earlier -> earlier.record() < enrolment.record())
                        .filter(earlier -> earlier.isOf(enrolment.event().approver()))
                        .filter(_ -> !isRevoked(vouching.by(), enrolment.record()));
        boolean vouched =
                voucher.isPresent()
                        && vouching.voucher()
                                .flatMap(jws -> statement(jws, voucher.get().event().jwk()))
                                .filter(stated::equals)
                                .isPresent();
        return vouched
                ? objection(voucher.get())
                : Optional.of("no earlier device key of the approver vouches for it");
    }

    private boolean isFirst(Enrolment enrolment) {
        return enrolments.values().stream()
                .flatMap(List::stream)
                .filter(other -> other.record() < enrolment.record())
                .filter(other -> !adopted.contains(other.record()))
                .noneMatch(other -> other.isOf(enrolment.event().approver()));
    }

    private boolean isAbout(DeviceStatement stated, DeviceEnrolled event) {
        return stated.kind() == DeviceStatement.Kind.ENROLMENT
                && stated.issuer().equals(event.approver().issuer())
                && stated.subject().equals(event.approver().subject())
                && stated.thumbprint().equals(event.thumbprint())
                && origin.map(stated.origin()::equals).orElse(true);
    }

    private static Optional<DeviceStatement> statement(String jws, String jwk) {
        try {
            return Optional.of(DeviceKey.verifyStatement(jws, jwk));
        } catch (ParseException e) {
            return Optional.empty();
        }
    }
}
