package org.affidavit.gateway.anchor;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Posts to services that nobody here has to trust: redirects are not followed, and the time and
/// the bytes of an answer are bounded.
final class AnchorHttp implements AutoCloseable {
    /// Longest answer, in bytes.
    static final int ANSWER_BYTES_MAX = 64 << 10;

    private final HttpClient client;
    private final Duration timeMax;

    /// @param timeMax for a whole answer
    AnchorHttp(Duration timeMax) {
        this.timeMax = timeMax;
        this.client =
                HttpClient.newBuilder()
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(timeMax)
                        .build();
    }

    /// What came back, whatever its status.
    record Answer(int status, String contentType, byte[] body) {}

    /// The time runs until the last byte of the answer, so the exchange has a thread that can be
    /// given up: a timeout of the request itself would end with the headers.
    Answer post(URI uri, String contentType, byte[] body) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(uri)
                        .header("Content-Type", contentType)
                        .POST(BodyPublishers.ofByteArray(body))
                        .build();
        var exchange =
                new FutureTask<HttpResponse<byte[]>>(() ->
                        client.send(
                                request,
                                BodyHandlers.limiting(
                                        BodyHandlers.ofByteArray(), ANSWER_BYTES_MAX)));
        Thread.ofVirtual().start(exchange);
        try {
            HttpResponse<byte[]> response = exchange.get(timeMax.toMillis(), TimeUnit.MILLISECONDS);
            return new Answer(
                    response.statusCode(),
                    response.headers().firstValue("Content-Type").orElse(""),
                    response.body());
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        } catch (TimeoutException _) {
            throw new HttpTimeoutException("no whole answer within " + timeMax);
        } finally {
            exchange.cancel(true);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
