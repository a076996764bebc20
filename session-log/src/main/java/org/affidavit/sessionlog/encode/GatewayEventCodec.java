package org.affidavit.sessionlog.encode;

import java.time.Instant;
import java.util.Optional;
import org.affidavit.sessionlog.event.GatewayEvent;
import org.affidavit.sessionlog.event.GatewayEvent.AccessRefused;
import org.affidavit.sessionlog.event.GatewayEvent.CheckpointTimestamped;
import org.affidavit.sessionlog.event.GatewayEvent.DeviceEnrolled;
import org.affidavit.sessionlog.event.GatewayEvent.DeviceRevoked;
import org.affidavit.sessionlog.event.GatewayEvent.GatewayStarted;
import org.affidavit.sessionlog.event.GatewayEvent.GatewayStopped;
import org.affidavit.sessionlog.event.GatewayEvent.Heartbeat;
import org.affidavit.sessionlog.event.GatewayEvent.HoldPlaced;
import org.affidavit.sessionlog.event.GatewayEvent.HoldReleased;
import org.affidavit.sessionlog.event.GatewayEvent.KeyRotated;
import org.affidavit.sessionlog.event.GatewayEvent.LogCreated;
import org.affidavit.sessionlog.event.GatewayEvent.LogRecovered;
import org.affidavit.sessionlog.event.GatewayEvent.PayloadErased;
import org.affidavit.sessionlog.event.GatewayEvent.PeriodClosed;
import org.affidavit.sessionlog.event.GatewayEvent.PolicyLoaded;
import org.affidavit.sessionlog.event.GatewayEvent.SecretIssued;
import org.affidavit.sessionlog.event.GatewayEvent.SecretRevoked;
import org.affidavit.sessionlog.event.GatewayEvent.Vouching;
import org.affidavit.sessionlog.event.SessionId;

/// Names and fields of what happens outside sessions.
final class GatewayEventCodec {
    private GatewayEventCodec() {}

    static String type(GatewayEvent event) {
        return switch (event) {
            case LogCreated _ -> "log.created";
            case GatewayStarted _ -> "gateway.started";
            case LogRecovered _ -> "log.recovered";
            case Heartbeat _ -> "gateway.heartbeat";
            case PeriodClosed _ -> "period.close";
            case KeyRotated _ -> "key.rotated";
            case PayloadErased _ -> "payload.erased";
            case HoldPlaced _ -> "hold.placed";
            case HoldReleased _ -> "hold.released";
            case PolicyLoaded _ -> "policy.loaded";
            case DeviceEnrolled _ -> "device.enrolled";
            case DeviceRevoked _ -> "device.revoked";
            case SecretIssued _ -> "secret.issued";
            case SecretRevoked _ -> "secret.revoked";
            case AccessRefused _ -> "access.refused";
            case CheckpointTimestamped _ -> "checkpoint.timestamped";
            case GatewayStopped _ -> "gateway.stopped";
        };
    }

    static Fields fields(GatewayEvent event) throws Malformed {
        var out = new Fields();
        return switch (event) {
            case LogCreated e -> out.put("origin", e.origin());
            case GatewayStarted e ->
                    out.put("boot", e.boot())
                            .put("build", e.build())
                            .put("config", e.configDigest());
            case LogRecovered e -> {
                out.put("tornBytes", e.tornBytes())
                        .put("tornSha256", e.tornSha256())
                        .put("lastIndex", e.lastIndex());
                if (e.adopted() != 0) {
                    out.put("adopted", e.adopted());
                }
                yield e.adoptedSha256().isEmpty()
                        ? out
                        : out.put("adoptedSha256", e.adoptedSha256());
            }
            case Heartbeat e ->
                    out.put("boot", e.boot())
                            .put("monotonicNanos", e.monotonicNanos())
                            .put("openSessions", e.openSessions());
            case PeriodClosed e ->
                    out.put("from", e.from())
                            .put("to", e.to())
                            .put("sessions", e.sessions())
                            .put("root", e.root())
                            .put("open", e.open());
            case KeyRotated e -> out.put("next", e.next()).put("previous", e.previous());
            case PayloadErased e -> {
                e.record().ifPresent(record -> out.put("record", record));
                yield out.put("session", e.session().value())
                        .put("payloads", e.payloads())
                        .put("by", e.by())
                        .put("basis", e.basis())
                        .put("reason", e.reason());
            }
            case HoldPlaced e -> {
                e.session().ifPresent(session -> out.put("session", session.value()));
                yield out.put("hold", e.hold()).put("by", e.by()).put("reason", e.reason());
            }
            case HoldReleased e ->
                    out.put("hold", e.hold()).put("by", e.by()).put("reason", e.reason());
            case PolicyLoaded e -> out.put("digest", e.digest()).put("files", e.files());
            case DeviceEnrolled e -> enrolled(e, out);
            case DeviceRevoked e -> {
                e.proof().ifPresent(proof -> out.put("proof", proof));
                yield out.put("by", e.by()).put("thumbprint", e.thumbprint());
            }
            case SecretIssued e ->
                    out.put("iss", e.issuer())
                            .put("resource", e.resource())
                            .put("secret", e.secret())
                            .put("until", e.until());
            case SecretRevoked e -> out.put("secret", e.secret());
            case AccessRefused e ->
                    out.put("claimed", e.claimed())
                            .put("resource", e.resource())
                            .put("remote", e.remote())
                            .put("code", e.code())
                            .put("count", e.count());
            case CheckpointTimestamped e ->
                    out.put("size", e.size()).put("sha256", e.sha256()).put("time", e.time());
            case GatewayStopped e -> out.put("boot", e.boot());
        };
    }

    private static Fields enrolled(DeviceEnrolled e, Fields out) {
        e.vouching().ifPresent(vouching -> out.put("vouching", vouching(vouching)));
        return out.put("approver", ValueCodec.principal(e.approver()))
                .put("thumbprint", e.thumbprint())
                .put("jwk", e.jwk());
    }

    private static Fields vouching(Vouching vouching) {
        var out = new Fields();
        vouching.voucher().ifPresent(voucher -> out.put("voucher", voucher));
        return out.put("by", vouching.by()).put("proof", vouching.proof());
    }

    private static Optional<Vouching> vouching(Optional<FieldsIn> in) throws Malformed {
        if (in.isEmpty()) {
            return Optional.empty();
        }
        FieldsIn fields = in.get();
        var vouching =
                new Vouching(fields.text("by"), fields.text("proof"), fields.maybeText("voucher"));
        fields.done();
        return Optional.of(vouching);
    }

    private static SessionId ulid(String text) throws Malformed {
        try {
            return new SessionId(text);
        } catch (IllegalArgumentException e) {
            throw new Malformed("an id of a session, a hold or a secret is none", e);
        }
    }

    static GatewayEvent read(String type, Instant at, FieldsIn in) throws Malformed {
        return switch (type) {
            case "log.created" -> new LogCreated(at, in.text("origin"));
            case "gateway.started" ->
                    new GatewayStarted(at, in.text("boot"), in.text("build"), in.text("config"));
            case "log.recovered" ->
                    new LogRecovered(
                            at,
                            in.wideNumber("tornBytes"),
                            in.text("tornSha256"),
                            in.wideNumber("lastIndex"),
                            in.wideNumberOrZero("adopted"),
                            in.textOrEmpty("adoptedSha256"));
            case "gateway.heartbeat" ->
                    new Heartbeat(
                            at,
                            in.text("boot"),
                            in.wideNumber("monotonicNanos"),
                            in.number("openSessions"));
            case "period.close" ->
                    new PeriodClosed(
                            at,
                            in.time("from"),
                            in.time("to"),
                            in.wideNumber("sessions"),
                            in.text("root"),
                            in.number("open"));
            case "key.rotated" -> new KeyRotated(at, in.text("previous"), in.text("next"));
            case "payload.erased" ->
                    new PayloadErased(
                            at,
                            ulid(in.text("session")),
                            in.maybeWideNumber("record"),
                            in.wideNumber("payloads"),
                            in.text("by"),
                            in.text("basis"),
                            in.text("reason"));
            case "hold.placed" -> {
                Optional<String> session = in.maybeText("session");
                yield new HoldPlaced(
                        at,
                        ulid(in.text("hold")).value(),
                        session.isPresent() ? Optional.of(ulid(session.get())) : Optional.empty(),
                        in.text("by"),
                        in.text("reason"));
            }
            case "hold.released" ->
                    new HoldReleased(
                            at, ulid(in.text("hold")).value(), in.text("by"), in.text("reason"));
            case "policy.loaded" -> new PolicyLoaded(at, in.text("digest"), in.text("files"));
            case "device.enrolled" ->
                    new DeviceEnrolled(
                            at,
                            ValueCodec.principal(in.object("approver")),
                            in.text("thumbprint"),
                            in.text("jwk"),
                            vouching(in.maybeObject("vouching")));
            case "device.revoked" ->
                    new DeviceRevoked(
                            at, in.text("thumbprint"), in.text("by"), in.maybeText("proof"));
            case "secret.issued" ->
                    new SecretIssued(
                            at,
                            ulid(in.text("secret")).value(),
                            in.text("iss"),
                            in.text("resource"),
                            in.time("until"));
            case "secret.revoked" -> new SecretRevoked(at, ulid(in.text("secret")).value());
            case "access.refused" ->
                    new AccessRefused(
                            at,
                            in.text("claimed"),
                            in.text("resource"),
                            in.text("remote"),
                            in.text("code"),
                            in.wideNumber("count"));
            case "checkpoint.timestamped" ->
                    new CheckpointTimestamped(
                            at, in.wideNumber("size"), in.text("sha256"), in.time("time"));
            case "gateway.stopped" -> new GatewayStopped(at, in.text("boot"));
            default -> throw new Malformed("unknown type \"" + type + "\" outside a session");
        };
    }
}
