package org.affidavit.sessionlog.anchor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.affidavit.sessionlog.LogFailure;
import org.affidavit.sessionlog.key.LogSigner;
import org.affidavit.sessionlog.note.CheckpointText;
import org.affidavit.sessionlog.note.SignedNote;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WitnessTest {
    private static final Instant NOW = Instant.parse("2026-11-20T14:00:00Z");

    @TempDir Path folder;
    private GrowingLog log;
    private CosigningKey key;
    private Witness witness;

    @BeforeEach
    void begin() throws LogFailure {
        log = new GrowingLog(folder.resolve("log.key"));
        key = CosigningKey.create(folder.resolve("witness.key"), "witness.test.example/w1");
        witness = witness();
    }

    @Test
    void cosignsALogThatGrows() throws Exception {
        assertThat(cosigned(log, 0, 3)).isEqualTo(NOW);
        assertThat(cosigned(log, 3, 8)).isEqualTo(NOW);
        assertThat(cosigned(log, 8, 21)).isEqualTo(NOW);
    }

    @Test
    void cosignsTheSameCheckpointAgain() throws Exception {
        assertThat(cosigned(log, 0, 3)).isEqualTo(NOW);
        assertThat(cosigned(log, 3, 3)).isEqualTo(NOW);
    }

    @Test
    void remembersWhatItCosignedOverARestart() throws Exception {
        assertThat(cosigned(log, 0, 3)).isEqualTo(NOW);
        assertThat(witness().addCheckpoint(log.request(0, 8)))
                .isEqualTo(new Witness.Answer(409, "text/x.tlog.size", "3\n"));
    }

    @Test
    void tellsTheSizeThatItKnowsWhenTheLogThinksOfAnother() throws Exception {
        assertThat(witness.addCheckpoint(log.request(2, 8)))
                .isEqualTo(new Witness.Answer(409, "text/x.tlog.size", "0\n"));
        assertThat(cosigned(log, 0, 5)).isEqualTo(NOW);
        assertThat(witness.addCheckpoint(log.request(4, 8)))
                .isEqualTo(new Witness.Answer(409, "text/x.tlog.size", "5\n"));
    }

    @Test
    void neverCosignsAFork() throws Exception {
        assertThat(cosigned(log, 0, 5)).isEqualTo(NOW);
        GrowingLog fork = log.forkedAt(4);
        assertThat(status(fork.request(5, 9))).isEqualTo(422);
        assertThat(status(fork.request(5, 5))).isEqualTo(409);
        assertThat(status(fork.request(0, 9))).isEqualTo(409);
        assertThat(cosigned(log, 5, 9)).isEqualTo(NOW);
    }

    @Test
    void neverCosignsAnOlderState() throws Exception {
        assertThat(cosigned(log, 0, 9)).isEqualTo(NOW);
        assertThat(status(log.request(5, 5))).isEqualTo(409);
        assertThat(status(request(9, log.note(5)))).isEqualTo(400);
    }

    @Test
    void wantsAProofAndNoMore() throws Exception {
        assertThat(cosigned(log, 0, 5)).isEqualTo(NOW);
        assertThat(status(request(5, log.note(9)))).isEqualTo(422);
        byte[] spare = new byte[32];
        var tooMuch = new AddCheckpoint(5, List.of(spare), log.note(5), log.text(5));
        assertThat(status(tooMuch.format())).isEqualTo(422);
    }

    @Test
    void doesNotKnowOtherLogs() throws Exception {
        var other = LogSigner.create(folder.resolve("other.key"), "other.example/log");
        var note =
                other.sign(
                        new CheckpointText("other.example/log", 1, new byte[32]),
                        Instant.EPOCH.plusSeconds(1));
        assertThat(status(request(0, note))).isEqualTo(404);
    }

    @Test
    void refusesWhatAnotherKeySigned() throws Exception {
        var other = LogSigner.create(folder.resolve("other.key"), GrowingLog.ORIGIN);
        assertThat(status(request(0, other.sign(log.text(3), Instant.EPOCH.plusSeconds(1)))))
                .isEqualTo(403);
    }

    @Test
    void understandsNothingButTheOneForm() throws Exception {
        String good = new String(log.request(0, 3), UTF_8);
        for (String bad :
                List.of(
                        "",
                        "\n\n",
                        good.replace("old 0", "old 00"),
                        good.replace("old 0", "old -1"),
                        good.replace("old 0", "old 99999999999999999999"),
                        good.replace("old 0\n", "old 0\nnot base64\n"),
                        good.replace("old 0\n", "old 0\nAAAA\n"),
                        good.replace("old 0\n", "old 0\n" + hash().repeat(64)),
                        good.replace("\n3\n", "\n03\n"),
                        good.substring(0, good.length() - 1),
                        good + "x")) {
            assertThat(status(bad.getBytes(UTF_8))).as(bad).isEqualTo(400);
        }
        assertThat(status(Arrays.copyOf(good.getBytes(UTF_8), AddCheckpoint.BYTES_MAX + 1)))
                .isEqualTo(400);
    }

    @Test
    void signsNothingWhenItCannotRemember() throws Exception {
        assertThat(cosigned(log, 0, 3)).isEqualTo(NOW);
        Files.writeString(seen().file(GrowingLog.ORIGIN), "damaged");
        byte[] request = log.request(3, 8);
        assertThatThrownBy(() -> witness.addCheckpoint(request)).isInstanceOf(LogFailure.class);
    }

    @Test
    void itsKeySurvivesARestartAndIsNeverShown() throws Exception {
        var again = CosigningKey.load(folder.resolve("witness.key"));
        assertThat(again.cosigner()).isEqualTo(key.cosigner());
        assertThat(Cosigner.parse(key.cosigner().vkey())).isEqualTo(key.cosigner());
        assertThat(again.toString()).doesNotContain("PRIVATE");
        assertThatThrownBy(() -> CosigningKey.create(folder.resolve("witness.key"), "a/b"))
                .isInstanceOf(LogFailure.class)
                .hasMessageContaining("never replaced");
    }

    @Test
    void aCosignatureIsOfOneTextOneTimeAndOneKey() throws Exception {
        Cosigner cosigner = key.cosigner();
        SignedNote.Signature line = key.cosign("text\n", NOW);
        assertThat(cosigner.cosigned("text\n", line)).contains(NOW);
        assertThat(cosigner.cosigned("other\n", line)).isEmpty();
        for (int i = 0; i < line.bytes().length; i++) {
            byte[] changed = line.bytes().clone();
            changed[i] ^= 1;
            var bad = new SignedNote.Signature(line.name(), line.keyId(), changed);
            assertThat(cosigner.cosigned("text\n", bad)).isEmpty();
        }
        var other = CosigningKey.create(folder.resolve("w2.key"), "witness.test.example/w1");
        assertThat(other.cosigner().cosigned("text\n", line)).isEmpty();
        var atNoTime = key.cosign("text\n", Instant.EPOCH);
        assertThat(cosigner.cosigned("text\n", atNoTime)).isEmpty();
    }

    private static String hash() {
        return java.util.Base64.getEncoder().encodeToString(new byte[32]) + "\n";
    }

    private byte[] request(long old, SignedNote note) {
        return new AddCheckpoint(old, List.of(), note, KeptCheckpoint.text(note)).format();
    }

    private int status(byte[] request) throws LogFailure {
        return witness.addCheckpoint(request).status();
    }

    private Instant cosigned(GrowingLog from, long old, long size) throws Exception {
        Witness.Answer answer = witness.addCheckpoint(from.request(old, size));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        List<SignedNote.Signature> lines = SignedNote.signatures(answer.body());
        return key.cosigner().cosigned(from.note(size).text(), lines.getFirst()).orElseThrow();
    }

    private SeenCheckpoints seen() {
        return new SeenCheckpoints(folder.resolve("seen"));
    }

    private Witness witness() {
        var logs = Map.of(GrowingLog.ORIGIN, List.of(log.signer().verifierKey()));
        return new Witness(seen(), key, logs, Clock.fixed(NOW, ZoneOffset.UTC));
    }
}
