package org.affidavit.gateway.protocol.postgres.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import org.affidavit.gateway.protocol.postgres.wire.BackendMessages.KeyData;
import org.affidavit.gateway.protocol.postgres.wire.StartupPacket;
import org.junit.jupiter.api.Test;

class CancelsTest {
    private static final int VERSION = StartupPacket.VERSION_3_0;

    private final Cancels cancels = new Cancels();
    private final ArrayList<String> told = new ArrayList<>();

    private KeyData issue(int process, String name) {
        return cancels.issue(VERSION, process, () -> told.add(name));
    }

    private boolean cancel(int process, KeyData secretOf) {
        return cancels.cancel(new StartupPacket.Cancel(process, secretOf.key()));
    }

    @Test
    void aKeyNamesTheProcessOfTheTarget() {
        assertThat(issue(4711, "one").process()).isEqualTo(4711);
    }

    @Test
    void sessionsAtTwoTargetsWithTheSameProcessAreToldApart() {
        KeyData one = issue(4711, "one");
        KeyData other = issue(4711, "other");

        assertThat(other.process()).isNotEqualTo(4711).isPositive();
        assertThat(cancel(one.process(), other)).isFalse();
        assertThat(cancel(other.process(), other)).isTrue();
        assertThat(told).containsExactly("other");
    }

    @Test
    void aTargetWithoutAKeyHasOneHere() {
        assertThat(issue(0, "one").process()).isPositive();
    }

    @Test
    void aKeyIsGoodForAsLongAsItsSession() {
        KeyData one = issue(4711, "one");
        cancels.forget(one);

        assertThat(cancel(4711, one)).isFalse();
        assertThat(issue(4711, "next").process()).isEqualTo(4711);
        assertThat(cancel(4711, one)).isFalse();
        assertThat(told).isEmpty();
    }
}
