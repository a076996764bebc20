package org.affidavit.gateway.protocol.postgres.proxy;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.affidavit.gateway.config.GatewayConfig.Connection;
import org.affidavit.gateway.credential.Secret;
import org.affidavit.gateway.protocol.postgres.wire.Authentication;
import org.affidavit.gateway.protocol.postgres.wire.BackendMessages.KeyData;
import org.affidavit.gateway.protocol.postgres.wire.BackendType;
import org.affidavit.gateway.protocol.postgres.wire.ErrorFields;
import org.affidavit.gateway.protocol.postgres.wire.Frame;
import org.affidavit.gateway.protocol.postgres.wire.ProtocolViolation;
import org.affidavit.gateway.protocol.postgres.wire.StartupPacket;

/// Logs in to a target with the gateway's own credential: SCRAM-SHA-256, its certificate, or trust.
/// A target that asks for the password itself gets it only inside TLS and if the configuration says
/// so; as MD5, never.
final class LoginPhase implements Phase {
    private final Connection connection;
    private final Link link;
    private final Secret secret;
    private final List<Frame> greeting = new ArrayList<>();
    private final CompletableFuture<Greeted> done = new CompletableFuture<>();
    private Optional<ScramLogin> scram = Optional.empty();
    private KeyData key = KeyData.NONE;
    private boolean letIn;

    LoginPhase(Connection connection, Link link, Secret secret) {
        this.connection = connection;
        this.link = link;
        this.secret = secret;
    }

    /// Completes when the target is ready. Fails with [TargetRefusal].
    CompletableFuture<Greeted> begin(Map<String, String> settings) {
        link.become(this);
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("user", connection.user());
        parameters.put("database", connection.database());
        parameters.put("client_encoding", "UTF8");
        parameters.putAll(settings);
        ByteBuf out = link.allocator().buffer();
        new StartupPacket.Startup(StartupPacket.VERSION_3_0, parameters).write(out);
        link.write(out);
        link.flush();
        return done;
    }

    /// Nobody needs it any more.
    void abandon() {
        greeting.forEach(Frame::release);
        greeting.clear();
        link.become(new DeafPhase());
        link.close();
    }

    @Override
    public void frame(Frame frame) {
        boolean kept = false;
        try {
            switch (frame.type()) {
                case BackendType.AUTHENTICATION -> authenticate(Authentication.read(frame));
                case BackendType.PARAMETER_STATUS -> {
                    kept = !done.isDone();
                    if (kept) {
                        greeting.add(frame);
                    }
                }
                case BackendType.KEY_DATA -> key = KeyData.read(frame);
                case BackendType.READY -> ready();
                case BackendType.ERROR -> refused(ErrorFields.read(frame));
                case BackendType.NOTICE, BackendType.NEGOTIATE_VERSION -> {}
                default -> fail("target-failed", "broke the protocol during login");
            }
        } finally {
            if (!kept) {
                frame.release();
            }
        }
    }

    private void authenticate(Authentication request) {
        switch (request) {
            case Authentication.Ok _ -> {
                if (scram.isPresent() && !scram.get().proven()) {
                    fail("target-login-failed", "skipped the proof that it knows the credential");
                }
                letIn = true;
            }
            case Authentication.Cleartext _ -> clear();
            case Authentication.Md5 _ ->
                    fail(
                            "target-login-refused",
                            "asks for the password as MD5, which it does not get");
            case Authentication.Sasl sasl when !hasPassword() -> noPassword();
            case Authentication.Sasl sasl -> {
                scram = ScramLogin.start(sasl.mechanisms(), secret, link);
                if (scram.isEmpty()) {
                    fail("target-login-refused", "offers no SCRAM-SHA-256 login");
                }
            }
            case Authentication.SaslContinue(var data) ->
                    scram.ifPresentOrElse(
                            login -> login.challenged(data, this::refusedScram), this::outOfOrder);
            case Authentication.SaslFinal(var data) ->
                    scram.ifPresentOrElse(
                            login -> login.proved(data, this::refusedScram), this::outOfOrder);
            case Authentication.Unsupported _ ->
                    fail("target-login-refused", "asks for a login that the gateway does not use");
        }
    }

    private void clear() {
        if (!hasPassword()) {
            noPassword();
            return;
        }
        if (!connection.login().inClear() || !link.encrypted()) {
            fail("target-login-refused", "asks for the password in clear, which it does not get");
            return;
        }
        ByteBuf out = link.allocator().buffer();
        Authentication.writePassword(out, secret.reveal());
        link.write(out);
        link.flush();
    }

    private boolean hasPassword() {
        return secret.reveal().length > 0;
    }

    private void noPassword() {
        fail("target-login-refused", "asks for a password, and the gateway has a certificate only");
    }

    private void ready() {
        if (!letIn) {
            outOfOrder();
            return;
        }
        done.complete(new Greeted(link, greeting, key));
    }

    private void refusedScram() {
        fail("target-login-failed", "does not accept the gateway's credential");
    }

    private void outOfOrder() {
        fail("target-failed", "broke the protocol during login");
    }

    /// The target's own words may name users or addresses that are not the agent's business.
    private void refused(ErrorFields error) {
        String what =
                switch (error.code()) {
                    case "28P01", "28000" -> "does not accept the gateway's credential";
                    case "3D000" -> "has no such database";
                    case "53300" -> "has no free connection";
                    case "57P03" -> "is starting or stopping";
                    default -> "refused the gateway (SQLSTATE " + error.code() + ")";
                };
        fail("target-login-failed", what);
    }

    private void fail(String code, String what) {
        done.completeExceptionally(
                new TargetRefusal(
                        TurnAway.target(
                                code,
                                "The target of resource " + connection.name() + " " + what,
                                "Ask the operator to check it with: affidavit connection test "
                                        + connection.name())));
    }

    @Override
    public void gone() {
        fail("target-left", endedBy("closed the connection during login"));
    }

    @Override
    public void failed(Throwable cause) {
        fail(
                "target-failed",
                cause instanceof ProtocolViolation
                        ? "broke the protocol during login"
                        : endedBy("broke the connection during login"));
    }

    /// A certificate is refused after the handshake (TLS 1.3), in an alert that a reset may
    /// overtake.
    private String endedBy(String what) {
        return connection.tls().own().isPresent()
                ? what + ": it may not accept the gateway's certificate"
                : what;
    }
}
