package org.affidavit.gateway.protocol.postgres.proxy;

import com.ongres.scram.client.ScramClient;
import com.ongres.scram.common.exception.ScramException;
import com.ongres.scram.common.util.TlsServerEndpoint;
import io.netty.buffer.ByteBuf;
import io.netty.handler.ssl.SslHandler;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.affidavit.gateway.credential.Secret;
import org.affidavit.gateway.protocol.postgres.wire.Authentication;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// SCRAM-SHA-256 towards a target, bound to its TLS certificate where it offers that.
final class ScramLogin {
    private static final Logger LOG = LoggerFactory.getLogger(ScramLogin.class);
    private static final List<String> MECHANISMS = List.of("SCRAM-SHA-256", "SCRAM-SHA-256-PLUS");
    private static final Pattern ITERATIONS = Pattern.compile("(?:^|,)i=([0-9]{1,9})(?:,|$)");

    /// Far above PostgreSQL's 4,096: more would only keep this machine busy.
    private static final int ITERATIONS_MAX = 1_000_000;

    private final ScramClient client;
    private final Link link;
    private boolean proven;

    private ScramLogin(ScramClient client, Link link) {
        this.client = client;
        this.link = link;
    }

    /// Sends the first message, or nothing if no mechanism offered is spoken here.
    static Optional<ScramLogin> start(List<String> offered, Secret secret, Link link) {
        if (offered.stream().noneMatch(MECHANISMS::contains)) {
            return Optional.empty();
        }
        byte[] binding = binding(link);
        boolean bound = binding.length > 0 && offered.contains("SCRAM-SHA-256-PLUS");
        List<String> usable =
                offered.stream()
                        .filter(MECHANISMS::contains)
                        .filter(name -> bound || !name.endsWith("-PLUS"))
                        .toList();
        if (usable.isEmpty()) {
            return Optional.empty();
        }
        var builder =
                ScramClient.builder()
                        .advertisedMechanisms(usable)
                        .username("*")
                        .password(secret.reveal().clone());
        if (bound) {
            builder.channelBinding(TlsServerEndpoint.TLS_SERVER_END_POINT, binding);
        }
        var login = new ScramLogin(builder.build(), link);
        login.sendFirst();
        return Optional.of(login);
    }

    /// True once the target has shown that it knows the credential too.
    boolean proven() {
        return proven;
    }

    private void sendFirst() {
        ByteBuf out = link.allocator().buffer();
        Authentication.writeSaslInitial(
                out, client.getScramMechanism().getName(), client.clientFirstMessage().toString());
        link.write(out);
        link.flush();
    }

    /// Answers the challenge. The key derivation takes milliseconds: it runs beside the loop.
    void challenged(String data, Runnable refused) {
        Matcher iterations = ITERATIONS.matcher(data);
        if (!iterations.find() || Integer.parseInt(iterations.group(1)) > ITERATIONS_MAX) {
            refused.run();
            return;
        }
        Thread.startVirtualThread(() -> {
            try {
                client.serverFirstMessage(data);
                String answer = client.clientFinalMessage().toString();
                link.loop().execute(() -> send(answer));
            } catch (ScramException | IllegalStateException failure) {
                LOG.debug("SCRAM challenge", failure);
                link.loop().execute(refused);
            }
        });
    }

    private void send(String answer) {
        ByteBuf out = link.allocator().buffer();
        Authentication.writeSaslResponse(out, answer);
        link.write(out);
        link.flush();
    }

    /// Checks the target's own proof.
    void proved(String data, Runnable refused) {
        try {
            client.serverFinalMessage(data);
            proven = true;
        } catch (ScramException | IllegalStateException failure) {
            LOG.debug("SCRAM proof", failure);
            refused.run();
        }
    }

    private static byte[] binding(Link link) {
        if (!(link.channel().pipeline().get(PipelineLayout.TLS) instanceof SslHandler tls)) {
            return new byte[0];
        }
        try {
            return tls.engine().getSession().getPeerCertificates()[0]
                            instanceof X509Certificate certificate
                    ? TlsServerEndpoint.getChannelBindingData(certificate)
                    : new byte[0];
        } catch (SSLPeerUnverifiedException | CertificateException noBinding) {
            LOG.debug("No channel binding", noBinding);
            return new byte[0];
        }
    }
}
