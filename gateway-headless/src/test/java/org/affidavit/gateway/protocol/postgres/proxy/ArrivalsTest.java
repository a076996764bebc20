package org.affidavit.gateway.protocol.postgres.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

/// How many strangers may wait at once.
class ArrivalsTest {
    private final Arrivals arrivals = new Arrivals(Limits.arrivals(3, 2));

    @Test
    void crowdsOneAddressWithoutCrowdingTheNext() {
        var roomy = new Arrivals(Limits.arrivals(9, 1));
        roomy.enter(from("10.0.0.1"));
        assertThat(roomy.enter(from("10.0.0.1")).orElseThrow().crowded()).isTrue();
        assertThat(roomy.enter(from("10.0.0.2")).orElseThrow().crowded()).isFalse();
    }

    @Test
    void crowdsEveryAddressWhenThereAreTooManyInAll() {
        enter("10.0.0.1");
        enter("10.0.0.2");
        enter("10.0.0.3");
        assertThat(enter("10.0.0.4").crowded()).isTrue();
    }

    @Test
    void countsAWholeIpv6NetworkAsOneAddress() {
        enter("2001:db8::1");
        enter("2001:db8::2");
        assertThat(enter("2001:db8::3").crowded()).isTrue();
    }

    @Test
    void hasNoRoomAtAllForMoreThanTwiceAsMany() {
        for (int i = 0; i < 4; i++) {
            enter("10.0.0.1");
        }
        assertThat(arrivals.enter(from("10.0.0.1"))).isEmpty();
    }

    @Test
    void givesAPlaceBackOnceHoweverOftenItIsLeft() {
        enter("10.0.0.1");
        Arrivals.Place second = enter("10.0.0.1");
        second.leave();
        second.leave();
        assertThat(enter("10.0.0.1").crowded()).isFalse();
        assertThat(enter("10.0.0.1").crowded()).isTrue();
    }

    private Arrivals.Place enter(String address) {
        return arrivals.enter(from(address)).orElseThrow();
    }

    private static InetSocketAddress from(String address) {
        return new InetSocketAddress(address, 40_000);
    }
}
