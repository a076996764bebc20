package org.affidavit.gateway.protocol.postgres.proxy;

import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;

/// The standard limits, some of them changed.
final class Limits {
    private Limits() {}

    static PostgresLimits with(Duration handshakeMax, Duration idleMax) {
        return with(Map.of("handshakeMax", handshakeMax, "idleMax", idleMax));
    }

    static PostgresLimits drain(Duration max) {
        return with(Map.of("drainMax", max));
    }

    static PostgresLimits arrivals(int max, int perAddress) {
        return with(Map.of("arrivalsMax", max, "arrivalsPerAddressMax", perAddress));
    }

    static PostgresLimits sessions(int max, int perPrincipal) {
        return with(Map.of("sessionsMax", max, "sessionsPerPrincipalMax", perPrincipal));
    }

    static PostgresLimits statementBytes(long max) {
        return with(Map.of("statementBytesMax", max));
    }

    private static PostgresLimits with(Map<String, Object> changes) {
        RecordComponent[] all = PostgresLimits.class.getRecordComponents();
        try {
            Object[] values = new Object[all.length];
            for (int i = 0; i < all.length; i++) {
                Object standard = all[i].getAccessor().invoke(PostgresLimits.standard());
                values[i] = changes.getOrDefault(all[i].getName(), standard);
            }
            Class<?>[] types =
                    Arrays.stream(all).map(RecordComponent::getType).toArray(Class<?>[]::new);
            return PostgresLimits.class.getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
