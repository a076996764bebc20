package org.affidavit.gateway.command;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;

/// HTTPS to a gateway, believing only the CA that the gateway's folder names.
final class TrustedHttp implements AutoCloseable {
    private static final Duration CONNECT_MAX = Duration.ofSeconds(5);
    private static final Duration ANSWER_MAX = Duration.ofSeconds(20);

    private final HttpClient client;

    /// @param ca the CA to believe; empty for the system's own
    TrustedHttp(Optional<Path> ca) throws IOException, CommandFailed {
        HttpClient.Builder builder =
                HttpClient.newBuilder()
                        .connectTimeout(CONNECT_MAX)
                        .followRedirects(HttpClient.Redirect.NEVER);
        if (ca.isPresent()) {
            builder.sslContext(trusting(ca.get()));
        }
        client = builder.build();
    }

    /// Sends a request.
    ///
    /// @param what what is called, for people
    /// @param next what to do when it cannot be reached
    /// @throws CommandFailed with [ExitCode#CANNOT_REACH] if no answer comes
    HttpResponse<String> send(HttpRequest.Builder request, String what, String next)
            throws CommandFailed, IOException {
        HttpRequest ready = request.timeout(ANSWER_MAX).build();
        try {
            return client.send(ready, HttpResponse.BodyHandlers.ofString());
        } catch (ConnectException | HttpConnectTimeoutException _) {
            throw unreachable(what, ready.uri(), "nothing answers there", next);
        } catch (HttpTimeoutException _) {
            throw unreachable(what, ready.uri(), "it does not answer in time", next);
        } catch (SSLException e) {
            throw unreachable(
                    what, ready.uri(), "its certificate is not accepted: " + e.getMessage(), next);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new CommandFailed(ExitCode.FAILED, "It was interrupted.", next);
        }
    }

    /// An SSL context that believes one CA file (PEM, one or several certificates).
    static SSLContext trusting(Path ca) throws IOException, CommandFailed {
        try (InputStream in = Files.newInputStream(ca)) {
            Collection<? extends Certificate> authorities =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (Certificate authority : authorities) {
                store.setCertificateEntry("ca-" + number++, authority);
            }
            if (number == 0) {
                throw notCertificates(ca);
            }
            TrustManagerFactory trust =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException _) {
            throw notCertificates(ca);
        }
    }

    private static CommandFailed notCertificates(Path ca) {
        return new CommandFailed(
                ExitCode.INVALID_CONFIG,
                ca + " does not hold a certificate in PEM.",
                "Name the file with the CA that signed the certificate.");
    }

    private static CommandFailed unreachable(String what, URI uri, String why, String next) {
        return new CommandFailed(
                ExitCode.CANNOT_REACH,
                what
                        + " cannot be reached at "
                        + uri.getScheme()
                        + "://"
                        + uri.getAuthority()
                        + ": "
                        + why
                        + ".",
                next);
    }

    @Override
    public void close() {
        client.close();
    }
}
