package org.affidavit.gateway.command;

import java.net.Socket;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/// Takes any server certificate, only to look at it: whoever uses this sends nothing.
final class Onlooker extends X509ExtendedTrustManager {
    Onlooker() {
        super();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authentication) {
        // Looking is not believing.
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authentication, Socket socket) {
        // Looking is not believing.
    }

    @Override
    public void checkServerTrusted(
            X509Certificate[] chain, String authentication, SSLEngine engine) {
        // Looking is not believing.
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authentication) {
        throw new UnsupportedOperationException("There are no clients here");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authentication, Socket socket) {
        throw new UnsupportedOperationException("There are no clients here");
    }

    @Override
    public void checkClientTrusted(
            X509Certificate[] chain, String authentication, SSLEngine engine) {
        throw new UnsupportedOperationException("There are no clients here");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
