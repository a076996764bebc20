package org.affidavit.gateway.approval;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.affidavit.gateway.approval.Approvals.Listener;
import org.affidavit.gateway.approval.Approvals.Request;

/// Tells every listener of every change, one at a time and in order.
final class RequestFeed {
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final Object order = new Object();

    AutoCloseable listen(Listener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    void changed(Request request) {
        synchronized (order) {
            listeners.forEach(listener -> listener.changed(request));
        }
    }
}
