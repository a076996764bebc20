package org.affidavit.desktop.gateway;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.affidavit.sessionlog.consent.DeviceKey;
import org.affidavit.sessionlog.event.Principal;

/// One gateway. Safe for any thread; calls wait for the network.
public interface Gateway extends AutoCloseable {
    /// Where it is, for people.
    String name();

    /// Who the gateway takes the caller for.
    Principal whoami() throws IOException;

    /// Every request, newest first.
    List<Approval> approvals() throws IOException;

    /// Hands in a signed decision. Answers with the request as it ended.
    Approval decide(String request, String jws) throws IOException;

    /// Enrols the caller's own key, with a proof that it signs.
    void enrol(DeviceKey key, Instant now) throws IOException;

    /// Hears every change until the gateway is closed. When the line breaks it says so, waits, and
    /// begins again. The listener is called on a thread of the gateway's own.
    void follow(Listener listener);

    @Override
    void close();

    /// Hears what happens.
    interface Listener {
        /// A request is new or changed.
        void changed(Approval approval);

        /// The stream of changes flows.
        void connected();

        /// The stream broke.
        ///
        /// @param why one sentence
        /// @param retrySeconds until the next try
        void lost(String why, long retrySeconds);
    }
}
