package org.affidavit.gateway.protocol.postgres.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.affidavit.gateway.masking.MaskingFailure;
import org.affidavit.gateway.policy.SqlFacts.Copied.Format;
import org.junit.jupiter.api.Test;

class CopyRowsTest {
    private static final long SEED = Long.getLong("tests.seed", 20261123L);

    @Test
    void bytesThatAreNoRowsAreRefusedWhateverTheyAre() {
        var random = new Random(SEED);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(40)];
            for (int at = 0; at < bytes.length; at++) {
                bytes[at] = (byte) "\t\n\\N,\"x\0\1\u00ff".charAt(random.nextInt(10));
            }
            Format format = Format.values()[random.nextInt(3)];
            try {
                var rows = CopyRows.read(format, bytes);
                assertThat(CopyRows.write(format, rows)).isEqualTo(bytes);
            } catch (MaskingFailure refused) {
                assertThat(refused.getMessage()).isNotEmpty();
            }
        }
    }
}
