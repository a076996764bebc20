package org.affidavit.gateway.command;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/// A socket to a PostgreSQL server, in plain text or inside TLS.
final class ProbeSocket implements AutoCloseable {
    private static final int CONNECT_MILLIS_MAX = 5_000;
    private static final int ANSWER_MILLIS_MAX = 10_000;
    private static final int SSL_REQUEST = 80_877_103;

    private final Socket socket;

    private ProbeSocket(Socket socket) {
        this.socket = socket;
    }

    /// Resolves the name and connects.
    ///
    /// @throws CommandFailed with [ExitCode#CANNOT_REACH] that says which step failed
    static ProbeSocket connect(Target target) throws CommandFailed, IOException {
        InetAddress address;
        try {
            address = InetAddress.getByName(target.address().host());
        } catch (UnknownHostException _) {
            throw unreachable("The name " + target.address().host() + " does not resolve.");
        }
        Socket socket = new Socket();
        try {
            socket.connect(
                    new InetSocketAddress(address, target.address().port()), CONNECT_MILLIS_MAX);
            socket.setSoTimeout(ANSWER_MILLIS_MAX);
            return new ProbeSocket(socket);
        } catch (SocketTimeoutException _) {
            socket.close();
            throw unreachable("Nothing answers at " + target.where() + " within 5 s.");
        } catch (IOException e) {
            socket.close();
            throw unreachable("No connection to " + target.where() + ": " + e.getMessage() + ".");
        }
    }

    /// Asks for TLS.
    ///
    /// @return false if the server has none
    boolean offersTls() throws IOException {
        out().write(ByteBuffer.allocate(8).putInt(8).putInt(SSL_REQUEST).array());
        out().flush();
        int answer = socket.getInputStream().read();
        if (answer < 0) {
            throw new EOFException("The server closed the connection.");
        }
        return answer == 'S';
    }

    /// Goes on inside TLS, after [#offersTls] said yes.
    ///
    /// @param checkName whether the certificate must name the host
    ProbeSocket secure(Target target, SSLContext context, boolean checkName)
            throws CommandFailed, IOException {
        SSLSocket secure =
                (SSLSocket)
                        context.getSocketFactory()
                                .createSocket(
                                        socket,
                                        target.address().host(),
                                        target.address().port(),
                                        true);
        SSLParameters parameters = secure.getSSLParameters();
        parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        if (checkName) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        secure.setSSLParameters(parameters);
        try {
            secure.startHandshake();
            return new ProbeSocket(secure);
        } catch (SSLException e) {
            throw new CommandFailed(
                    ExitCode.CANNOT_REACH,
                    "The certificate of "
                            + target.where()
                            + " is not accepted: "
                            + Optional.ofNullable(e.getMessage()).orElse("no reason given")
                            + ".",
                    "Name the CA that signed it, and call the target by a name that is in it:"
                            + " --upstream-ca FILE");
        }
    }

    /// The certificate that the server showed.
    Optional<X509Certificate> certificate() throws SSLException {
        if (socket instanceof SSLSocket secure) {
            Certificate[] chain = secure.getSession().getPeerCertificates();
            if (chain.length > 0 && chain[0] instanceof X509Certificate first) {
                return Optional.of(first);
            }
        }
        return Optional.empty();
    }

    InputStream in() throws IOException {
        return socket.getInputStream();
    }

    OutputStream out() throws IOException {
        return socket.getOutputStream();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private static CommandFailed unreachable(String what) {
        return new CommandFailed(
                ExitCode.CANNOT_REACH,
                what,
                "Check the host and port, and that the target runs and lets this machine in; or"
                        + " add the connection without a test: --no-test");
    }
}
