package org.affidavit.sessionlog;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.affidavit.sessionlog.event.GatewayEvent.HoldPlaced;
import org.affidavit.sessionlog.event.GatewayEvent.HoldReleased;
import org.affidavit.sessionlog.event.GatewayEvent.LogRecovered;
import org.affidavit.sessionlog.event.GatewayEvent.PayloadErased;
import org.affidavit.sessionlog.event.SessionId;
import org.affidavit.sessionlog.vault.PayloadReading;

/// What a log's records say of erasures and holds. Safe for any thread.
final class ErasureBook {
    private final Map<SessionId, List<Order>> orders = new HashMap<>();
    private final Map<String, HoldPlaced> holds = new LinkedHashMap<>();

    /// @param index of the record that says so
    record Order(long index, PayloadErased event) {
        PayloadReading reading() {
            return new PayloadReading.Erased(index, event.by(), event.basis());
        }
    }

    /// Takes the next record.
    synchronized void take(LogRecord record) {
        switch (record.event()) {
            case PayloadErased erased ->
                    orders.computeIfAbsent(erased.session(), _ -> new ArrayList<>())
                            .add(new Order(record.index(), erased));
            case HoldPlaced placed -> holds.putIfAbsent(placed.hold(), placed);
            case HoldReleased released -> holds.remove(released.hold());
            case LogRecovered recovered -> forget(record.index() - recovered.adopted());
            default -> {
                // Says nothing of either.
            }
        }
    }

    /// Nobody had signed these orders when a crash came, so anybody may have written them; and
    /// nothing is overwritten before its order is signed.
    private void forget(long first) {
        orders.values().forEach(list -> list.removeIf(order -> order.index() >= first));
    }

    /// What orders that the payload of a record go, if anything does.
    synchronized Optional<Order> order(SessionId session, long record) {
        return orders.getOrDefault(session, List.of()).stream()
                .filter(order -> order.event().covers(session, record))
                .findFirst();
    }

    /// What orders that all of a session go, if anything does.
    synchronized Optional<Order> order(SessionId session) {
        return orders.getOrDefault(session, List.of()).stream()
                .filter(order -> order.event().record().isEmpty())
                .findFirst();
    }

    /// A hold in force that covers a session, if there is one.
    synchronized Optional<HoldPlaced> hold(SessionId session) {
        return holds.values().stream().filter(hold -> hold.covers(session)).findFirst();
    }

    /// The holds in force, in the order in which they were placed.
    synchronized List<HoldPlaced> holds() {
        return List.copyOf(holds.values());
    }
}
