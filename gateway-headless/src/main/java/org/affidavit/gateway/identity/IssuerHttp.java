package org.affidavit.gateway.identity;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Optional;
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

    /// What came back, whatever its status.
    Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<InputStream> response =
                client.send(
                        request.timeout(limits.requestMax())
                                .header("Accept", "application/json")
                                .build(),
                        HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            byte[] bytes = body.readNBytes(limits.documentBytesMax() + 1);
            if (bytes.length > limits.documentBytesMax()) {
                throw new IOException(response.uri() + " answered too much");
            }
            return new Answer(response.statusCode(), bytes);
        }
    }

    record Answer(int status, byte[] body) {}

    @Override
    public void close() {
        client.shutdownNow();
    }
}
