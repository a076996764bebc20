package org.affidavit.gateway.approval;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.affidavit.gateway.approval.Approvals.Listener;
import org.affidavit.gateway.approval.Approvals.Request;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells every listener of every change, one at a time and in order.
final class RequestFeed {
    private static final Logger LOG = LoggerFactory.getLogger(RequestFeed.class);

    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final Object order = new Object();

    AutoCloseable listen(Listener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /// Tells of a request as it is now. It is read under the lock: otherwise one that ends at this
    /// moment could be told of as waiting after it was told of as ended.
    void changed(Waiting waiting) {
        synchronized (order) {
            Request now = waiting.request();
            listeners.forEach(listener -> tell(listener, now));
        }
    }

    /// A listener's fault must keep neither the others from hearing nor a command from ending.
    private void tell(Listener listener, Request request) {
        try {
            listener.changed(request);
        } catch (RuntimeException fault) {
            listeners.remove(listener);
            LOG.warn("A listener failed and hears no more of approval requests", fault);
        }
    }
}
