package org.affidavit.sessionlog;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.affidavit.sessionlog.event.AdoptedRecords;
import org.affidavit.sessionlog.event.GatewayEvent.HoldPlaced;
import org.affidavit.sessionlog.event.GatewayEvent.HoldReleased;
import org.affidavit.sessionlog.event.GatewayEvent.LogRecovered;
import org.affidavit.sessionlog.event.GatewayEvent.PayloadErased;
import org.affidavit.sessionlog.event.SessionId;
import org.affidavit.sessionlog.vault.PayloadReading;

/// What a log's records say of erasures and holds. An order or a release that nobody had signed
/// when it was taken over counts for nothing; a hold that was placed so stays. Safe for any thread.
final class ErasureBook {
    private final Map<SessionId, List<Order>> orders = new HashMap<>();
    private final Map<String, HoldPlaced> holds = new LinkedHashMap<>();
    private final Map<String, List<Long>> releases = new HashMap<>();
    private final AdoptedRecords adopted = new AdoptedRecords();

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
            case HoldReleased released ->
                    releases.computeIfAbsent(released.hold(), _ -> new ArrayList<>())
                            .add(record.index());
            case LogRecovered recovered -> adopted.take(record.index(), recovered);
            default -> {
                // Says nothing of either.
            }
        }
    }

    /// What orders that the payload of a record go, if anything does.
    synchronized Optional<Order> order(SessionId session, long record) {
        return signed(session).filter(order -> order.event().covers(session, record)).findFirst();
    }

    /// What orders that all of a session go, if anything does.
    synchronized Optional<Order> order(SessionId session) {
        return signed(session).filter(order -> order.event().record().isEmpty()).findFirst();
    }

    /// Nothing is overwritten before its order is signed.
    private Stream<Order> signed(SessionId session) {
        return orders.getOrDefault(session, List.of()).stream()
                .filter(order -> !adopted.contains(order.index()));
    }

    /// A hold in force that covers a session, if there is one.
    synchronized Optional<HoldPlaced> hold(SessionId session) {
        return holds().stream().filter(hold -> hold.covers(session)).findFirst();
    }

    /// The holds in force, in the order in which they were placed.
    synchronized List<HoldPlaced> holds() {
        return holds.values().stream().filter(hold -> !isReleased(hold)).toList();
    }

    private boolean isReleased(HoldPlaced hold) {
        return releases.getOrDefault(hold.hold(), List.of()).stream()
                .anyMatch(index -> !adopted.contains(index));
    }
}
