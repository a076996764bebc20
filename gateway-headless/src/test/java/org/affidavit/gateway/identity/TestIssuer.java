package org.affidavit.gateway.identity;

import com.nimbusds.jose.jwk.JWKSet;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.affidavit.gateway.config.GatewayConfig;

/// An issuer over HTTPS whose answers a test can change.
final class TestIssuer implements AutoCloseable {
    private static final int DRIPS_MAX = 1000;

    final AtomicInteger keyRequests = new AtomicInteger();
    final Map<String, String> answers = new ConcurrentHashMap<>();
    volatile boolean down;

    /// Answers, but never to the end.
    volatile boolean dripping;

    private final HttpsServer server;
    private final Path ca;

    TestIssuer(TestTls tls) throws IOException {
        ca = tls.ca();
        server =
                HttpsServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls.server()));
        server.createContext(
                "/",
                exchange -> {
                    String path = exchange.getRequestURI().getPath();
                    if (path.equals("/jwks")) {
                        keyRequests.incrementAndGet();
                    }
                    String answer = down ? null : answers.get(path);
                    byte[] body = (answer == null ? "" : answer).getBytes(StandardCharsets.UTF_8);
                    if (dripping) {
                        drip(exchange);
                        return;
                    }
                    exchange.sendResponseHeaders(
                            answer == null ? 503 : 200, body.length == 0 ? -1 : body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        server.start();
        answers.put(
                "/.well-known/openid-configuration",
                "{\"issuer\":\"" + uri() + "\",\"jwks_uri\":\"" + uri() + "/jwks\"}");
    }

    /// One byte at a time, so that every wait for the next one is short.
    private static void drip(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream body = exchange.getResponseBody()) {
            for (int i = 0; i < DRIPS_MAX; i++) {
                body.write(' ');
                body.flush();
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            }
        }
    }

    URI uri() {
        return URI.create("https://127.0.0.1:" + server.getAddress().getPort());
    }

    void publish(JWKSet keys) {
        answers.put("/jwks", keys.toString(true));
    }

    GatewayConfig.Issuer config() {
        return new GatewayConfig.Issuer(
                uri(), "affidavit", "groups", "owner", "openid", Optional.of(ca));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
