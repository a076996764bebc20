package org.affidavit.gateway.protocol.postgres.proxy;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/// The connections that have not shown a good token yet, counted in total and per address, so that
/// strangers cannot take the memory that agents need. As many again as may wait are let in far
/// enough to hear why they are turned away; beyond that even telling them would cost too much.
final class Arrivals {
    /// Whoever owns one IPv6 address owns its whole network of 64 bits.
    private static final int IPV6_NETWORK_BYTES = 8;

    private final int max;
    private final int perAddressMax;
    private final Map<String, Integer> perAddress = new HashMap<>();
    private int total;

    Arrivals(PostgresLimits limits) {
        this.max = limits.arrivalsMax();
        this.perAddressMax = limits.arrivalsPerAddressMax();
    }

    /// Counts one more.
    ///
    /// @return its place, or empty if there is not even room to say so
    Optional<Place> enter(SocketAddress from) {
        String address = network(from);
        synchronized (perAddress) {
            int here = perAddress.getOrDefault(address, 0);
            if (total >= 2L * max || here >= 2L * perAddressMax) {
                return Optional.empty();
            }
            boolean crowded = total >= max || here >= perAddressMax;
            total++;
            perAddress.put(address, here + 1);
            return Optional.of(new Place(address, crowded));
        }
    }

    private void leave(String address) {
        synchronized (perAddress) {
            total--;
            perAddress.computeIfPresent(address, (_, here) -> here > 1 ? here - 1 : null);
        }
    }

    private static String network(SocketAddress from) {
        InetAddress address = from instanceof InetSocketAddress inet ? inet.getAddress() : null;
        if (address == null) {
            return "";
        }
        byte[] bytes = address.getAddress();
        return HexFormat.of()
                .formatHex(
                        address instanceof Inet6Address
                                ? Arrays.copyOf(bytes, IPV6_NETWORK_BYTES)
                                : bytes);
    }

    /// One arrival's place.
    final class Place {
        private final String address;
        private final boolean crowded;
        private final AtomicBoolean left = new AtomicBoolean();

        private Place(String address, boolean crowded) {
            this.address = address;
            this.crowded = crowded;
        }

        /// True if it only gets to hear that there are too many.
        boolean crowded() {
            return crowded;
        }

        /// It showed a good token, or is gone. Safe to call twice.
        void leave() {
            if (left.compareAndSet(false, true)) {
                Arrivals.this.leave(address);
            }
        }
    }
}
