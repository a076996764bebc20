package org.affidavit.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.affidavit.sessionlog.SessionLogReader;
import org.affidavit.sessionlog.event.SessionEvent;
import org.affidavit.sessionlog.key.VerifierKey;
import org.affidavit.sessionlog.vault.ReadingKeys;
import org.affidavit.sessionlog.verify.SessionLogVerifier;
import org.affidavit.sessionlog.verify.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills the gateway at random moments under load, again and again on the same log.
/// `-Dkill.rounds=50` for the long run; `-Dkill.seed=` repeats one.
class KillNineTest {
    private static final int ROUNDS = Integer.getInteger("kill.rounds", 4);
    private static final long SEED = Long.getLong("kill.seed", System.nanoTime());
    private static final int AGENTS = 4;
    private static final Pattern MARK = Pattern.compile("r\\d+a\\d+n\\d+x");

    @TempDir Path folder;

    @Test
    void nothingAcknowledgedAndNoEffectIsEverMissingFromTheLog() throws Exception {
        System.err.println("kill -9 under load: " + ROUNDS + " rounds, -Dkill.seed=" + SEED);
        var random = new Random(SEED);
        var acknowledged = new ArrayList<String>();
        try (var database =
                BillingDatabase.start(Files.createDirectory(folder.resolve("postgres")))) {
            var gateway =
                    GatewayFolder.create(
                            folder.resolve("gateway"), folder, database, "/demo/policy.yaml");
            for (int round = 0; round < ROUNDS; round++) {
                acknowledged.addAll(killOnce(gateway, "r" + round, random));
                assertThat(verdict(gateway))
                        .isInstanceOfAny(
                                Verdict.Intact.class, Verdict.Unsigned.class, Verdict.Torn.class);
            }
            try (var running = gateway.run()) {
                assertThat(running.stop()).isZero();
            }
            assertThat(verdict(gateway)).isInstanceOf(Verdict.Intact.class);
            assertThat(acknowledged).hasSizeGreaterThan(ROUNDS);
            Set<String> intended = intendedMarks(gateway);
            assertThat(intended).containsAll(acknowledged);
            assertThat(intended).containsAll(effects(database));
        }
    }

    private static List<String> killOnce(GatewayFolder gateway, String marker, Random random)
            throws Exception {
        try (var running = gateway.run()) {
            String token = gateway.token("billing-bot");
            try (var load = new LoadGenerator(gateway, token, AGENTS, marker)) {
                load.awaitFirst();
                LockSupport.parkNanos(random.nextInt(1_000_000_000));
                running.kill();
                return new ArrayList<>(load.acknowledged());
            }
        }
    }

    private static Verdict verdict(GatewayFolder gateway) throws Exception {
        var key = VerifierKey.parse(Files.readString(gateway.folder().resolve("log.vkey")).strip());
        return new SessionLogVerifier(List.of(key))
                .verify(gateway.log(), (_, _, _) -> true)
                .verdict();
    }

    private static Set<String> intendedMarks(GatewayFolder gateway) throws Exception {
        var marks = new HashSet<String>();
        try (var log =
                SessionLogReader.open(
                        gateway.log(),
                        ReadingKeys.read(List.of(gateway.folder().resolve("keys/reader.jwk"))))) {
            var failed = new ArrayList<Exception>();
            log.forEach(
                    0,
                    record -> {
                        if (record.event() instanceof SessionEvent.CommandIntended) {
                            try {
                                for (var frame :
                                        log.payload(record).payload().orElseThrow().frames()) {
                                    addMarks(
                                            new String(frame.bytes(), StandardCharsets.UTF_8),
                                            marks);
                                }
                            } catch (Exception unreadable) {
                                failed.add(unreadable);
                            }
                        }
                        return failed.isEmpty();
                    });
            assertThat(failed).isEmpty();
        }
        return marks;
    }

    private static void addMarks(String text, Set<String> marks) {
        MARK.matcher(text).results().forEach(found -> marks.add(found.group()));
    }

    /// What really changed at the target.
    private static Set<String> effects(BillingDatabase database) throws Exception {
        var marks = new HashSet<String>();
        try (var owner = database.owner();
                var statement = owner.createStatement();
                var rows = statement.executeQuery("SELECT DISTINCT status FROM payments")) {
            while (rows.next()) {
                addMarks(rows.getString(1), marks);
            }
        }
        return marks;
    }
}
