package org.affidavit.gateway.identity;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// Speaks HTTPS with one issuer: its certificate is checked against the configured CA, redirects
/// are not followed, answers are bounded.
final class IssuerHttp implements AutoCloseable {
    private final HttpClient client;
    private final TokenLimits limits;

    private IssuerHttp(HttpClient client, TokenLimits limits) {
        this.client = client;
        this.limits = limits;
    }

    /// @param ca PEM file of the CA; the system's own CAs when empty
    /// @throws IOException if the file cannot be read or holds no certificate
    static IssuerHttp trusting(Optional<Path> ca, TokenLimits limits) throws IOException {
        HttpClient.Builder builder =
                HttpClient.newBuilder()
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(limits.requestMax());
        if (ca.isPresent()) {
            builder.sslContext(context(ca.get()));
        }
        return new IssuerHttp(builder.build(), limits);
    }

    private static SSLContext context(Path ca) throws IOException {
        try (InputStream in = Files.newInputStream(ca)) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int count = 0;
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("ca-" + count++, certificate);
            }
            if (count == 0) {
                throw new IOException("No certificate in " + ca);
            }
            TrustManagerFactory trust =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("Cannot use the CA certificate in " + ca, e);
        }
    }

    /// The body of a successful answer.
    ///
    /// @throws IOException if there is none, or it is too large
    byte[] get(URI uri) throws IOException, InterruptedException {
        Answer answer = send(HttpRequest.newBuilder(uri).GET());
        if (answer.status() != 200) {
            throw new IOException(uri + " answered " + answer.status());
        }
        return answer.body();
    }

    /// What came back, whatever its status. The time runs until the last byte of it, so the
    /// exchange has a thread that can be given up: a timeout of the request itself would end with
    /// the headers.
    Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpRequest asked = request.header("Accept", "application/json").build();
        var exchange = new FutureTask<>(() -> client.send(asked, bounded()));
        Thread.ofVirtual().start(exchange);
        try {
            HttpResponse<byte[]> response =
                    exchange.get(limits.requestMax().toMillis(), TimeUnit.MILLISECONDS);
            return new Answer(response.statusCode(), response.body());
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        } catch (TimeoutException _) {
            throw new HttpTimeoutException(
                    asked.uri() + " gave no whole answer within " + limits.requestMax());
        } finally {
            exchange.cancel(true);
        }
    }

    private BodyHandler<byte[]> bounded() {
        return BodyHandlers.limiting(BodyHandlers.ofByteArray(), limits.documentBytesMax());
    }

    record Answer(int status, byte[] body) {}

    @Override
    public void close() {
        client.shutdownNow();
    }
}
