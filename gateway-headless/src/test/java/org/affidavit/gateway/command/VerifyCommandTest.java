package org.affidavit.gateway.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.affidavit.gateway.config.GatewayConfigs;
import org.affidavit.sessionlog.SessionLog;
import org.affidavit.sessionlog.event.GatewayEvent;
import org.affidavit.sessionlog.event.Payload;
import org.affidavit.sessionlog.key.LogSigner;
import org.affidavit.sessionlog.note.CheckpointText;
import org.affidavit.sessionlog.samples.SampleLogs;
import org.affidavit.sessionlog.samples.SampleReaders;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class VerifyCommandTest {
    @TempDir Path scratch;
    private Path gateway;
    private Path log;

    @BeforeEach
    void writeALog() throws Exception {
        gateway = scratch.resolve("gateway");
        assertThat(CommandRun.of("init", "--dir", gateway.toString()).exit()).isZero();
        var config = GatewayConfigs.read(gateway.resolve("affidavit.yaml"));
        log = config.log().folder();
        var clock = Clock.systemUTC();
        var signer = LogSigner.load(config.log().signingKey(), config.log().origin());
        try (var written =
                SessionLog.open(
                        log,
                        signer,
                        SessionLog.Options.of(
                                config.log().origin(), SampleReaders.recipients(), clock))) {
            for (int i = 0; i < 5; i++) {
                written.append(
                                new GatewayEvent.AccessRefused(
                                        clock.instant(), "nobody", "prod-db", "x", "code", i),
                                Payload.NONE)
                        .get();
            }
        }
    }

    private CommandRun verify(String... more) {
        var line = new java.util.ArrayList<>(List.of("verify", log.toString()));
        line.addAll(List.of(more));
        return CommandRun.of(line.toArray(String[]::new));
    }

    private Path segment() throws Exception {
        try (var files = Files.walk(log)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().contains("segment"))
                    .max(Comparator.comparingLong(file -> file.toFile().length()))
                    .orElseThrow();
        }
    }

    @Test
    void anIntactLogIsSaidToBeSoInOneSentenceFirst() {
        var run = verify();
        assertThat(run.exit()).as(run.err() + run.out()).isZero();
        assertThat(run.firstLine()).startsWith("Intact:");
        assertThat(run.out()).contains("signatures   holds").contains("tree         holds");
    }

    @Test
    void aKeyFoundBesideTheLogIsNotPassedOffAsProof() {
        assertThat(verify().out()).contains("log.vkey").contains("received another way");
        assertThat(verify("--key", gateway.resolve("log.vkey").toString()).out())
                .doesNotContain("found beside the log");
    }

    @Test
    void aFlippedByteIsAltered() throws Exception {
        byte[] bytes = Files.readAllBytes(segment());
        bytes[bytes.length / 2] ^= 1;
        Files.write(segment(), bytes);
        var run = verify();
        assertThat(run.exit()).isEqualTo(7);
        assertThat(run.firstLine()).startsWith("ALTERED at record ");
        assertThat(run.out()).contains("Still holds:");
    }

    @Test
    void anUnfinishedWriteAfterTheLastCheckpointIsTorn() throws Exception {
        byte[] bytes = Files.readAllBytes(segment());
        Files.write(segment(), java.util.Arrays.copyOf(bytes, 20), StandardOpenOption.APPEND);
        var run = verify();
        assertThat(run.exit()).as(run.out()).isIn(7, 8);
    }

    @Test
    void anotherKeyIsUnknown() throws Exception {
        var other = scratch.resolve("other");
        assertThat(CommandRun.of("init", "--dir", other.toString()).exit()).isZero();
        var run = verify("--key", other.resolve("log.vkey").toString());
        assertThat(run.exit()).isEqualTo(9);
        assertThat(run.firstLine()).startsWith("Unknown key:");
        assertThat(run.out())
                .contains("nothing shows who wrote this log")
                .doesNotContain("as good as the way");
    }

    @Test
    void programsReadTheSameAsJson() {
        var json = JsonMapper.shared().readTree(verify("--json").out());
        assertThat(json.path("verdict").asString()).isEqualTo("intact");
        assertThat(json.path("records").asLong()).isGreaterThan(5);
        assertThat(json.path("checks").size()).isEqualTo(10);
        assertThat(json.path("keyFoundBesideLog").asBoolean()).isTrue();
    }

    @Test
    void jqFindsEveryNameThatThePageLists() throws Exception {
        Path report = Files.writeString(scratch.resolve("report.json"), verify("--json").out());
        String page = Files.readString(Path.of("../docs/verify.md"));
        int from = page.indexOf("jq -e '") + "jq -e '".length();
        String filter = page.substring(from, page.indexOf("'", from));
        Process jq;
        try {
            jq =
                    new ProcessBuilder("jq", "-e", filter, report.toString())
                            .redirectErrorStream(true)
                            .start();
        } catch (java.io.IOException e) {
            org.junit.jupiter.api.Assumptions.abort("SKIPPED: jq is not installed");
            return;
        }
        String said = new String(jq.getInputStream().readAllBytes(), UTF_8);
        assertThat(jq.waitFor()).as(said).isZero();
        assertThat(said).isEqualToIgnoringNewLines("true");
    }

    @Test
    void whatIsProvenAndWhatNothingShowsIsSaid() throws Exception {
        var clock = Clock.systemUTC();
        var config = GatewayConfigs.read(gateway.resolve("affidavit.yaml"));
        var signer = LogSigner.load(config.log().signingKey(), config.log().origin());
        try (var written =
                SessionLog.open(
                        log,
                        signer,
                        SessionLog.Options.of(
                                config.log().origin(), SampleReaders.recipients(), clock))) {
            var now = clock.instant();
            written.append(GatewayEvent.PeriodClosed.upTo(now, now), Payload.NONE).get();
        }
        assertThat(verify().out())
                .containsPattern("proven {7}\\S+ to \\S+: 0 sessions opened, 0 closed")
                .containsPattern("gap {10}\\S+ to \\S+: the gateway was stopped")
                .contains("Nothing shows that everything went through the gateway");
    }

    @Test
    void aLogThatWentOnSinceACheckpointWasKeptHoldsItsHistory() throws Exception {
        var run = verify("--since", log.resolve("checkpoint").toString());
        assertThat(run.exit()).as(run.err() + run.out()).isZero();
        assertThat(run.out()).containsPattern("history +holds");
    }

    @Test
    void aLogWithFewerRecordsThanWereKeptWasPutBack() throws Exception {
        var run = verify("--since", kept(99).toString(), "--json");
        assertThat(run.exit()).isEqualTo(7);
        var json = JsonMapper.shared().readTree(run.out());
        assertThat(json.path("verdict").asString()).isEqualTo("rolled-back");
        assertThat(verify("--since", kept(99).toString()).firstLine())
                .startsWith("PUT BACK to an older state");
    }

    @Test
    void aLogWithAnotherHistoryIsAFork() throws Exception {
        var run = verify("--since", kept(2).toString());
        assertThat(run.exit()).isEqualTo(7);
        assertThat(run.firstLine()).startsWith("A FORK");
        assertThat(run.out()).containsPattern("history +broken");
    }

    @Test
    void aCheckpointThatNobodyTrustedSignedIsRefused() throws Exception {
        var other = scratch.resolve("other.key");
        var note =
                LogSigner.create(other, origin())
                        .sign(
                                new CheckpointText(origin(), 2, new byte[32]),
                                Instant.EPOCH.plusSeconds(1));
        var file = Files.writeString(scratch.resolve("kept"), note.format());
        var run = verify("--since", file.toString());
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).contains("none of the given keys");
    }

    private String origin() throws Exception {
        return GatewayConfigs.read(gateway.resolve("affidavit.yaml")).log().origin();
    }

    private Path kept(long size) throws Exception {
        var config = GatewayConfigs.read(gateway.resolve("affidavit.yaml"));
        var note =
                LogSigner.load(config.log().signingKey(), origin())
                        .sign(
                                new CheckpointText(origin(), size, new byte[32]),
                                Instant.EPOCH.plusSeconds(1));
        return Files.writeString(scratch.resolve("kept" + size), note.format());
    }

    @Test
    void aSessionIsTakenOutAndVerifiedAlone() throws Exception {
        var sample = SampleLogs.write(Files.createDirectory(scratch.resolve("sample")));
        String session = sample.sessions().getFirst().value();
        Path zip = scratch.resolve("session.zip");
        var made =
                CommandRun.of(
                        "bundle",
                        "--session",
                        session,
                        "--log",
                        sample.folder().toString(),
                        "--out",
                        zip.toString());
        assertThat(made.exit()).as(made.err()).isZero();
        String key = scratch.resolve("sample/log.vkey").toString();
        var run = CommandRun.of("verify", zip.toString(), "--key", key);
        assertThat(run.exit()).as(run.out()).isZero();
        assertThat(run.firstLine()).startsWith("Intact:").contains("1 session");
        assertThat(run.out()).contains("population   unknown").contains("22 records of the log");
        Files.write(zip, new byte[1], StandardOpenOption.APPEND);
        assertThat(CommandRun.of("verify", zip.toString(), "--key", key).exit()).isEqualTo(7);
    }

    @Test
    void aSessionIsHandedOverToSomebodyWhoReadsIt() throws Exception {
        var sample = SampleLogs.write(Files.createDirectory(scratch.resolve("sample")));
        Path own = Files.writeString(scratch.resolve("own.jwk"), SampleReaders.AUDITOR);
        Path theirs = Files.writeString(scratch.resolve("theirs.jwk"), SampleReaders.STRANGER);
        Path open =
                Files.writeString(
                        scratch.resolve("theirs.pub.jwk"),
                        SampleReaders.withoutPrivatePart(SampleReaders.STRANGER));
        String zip = scratch.resolve("session.zip").toString();
        String[] bundle = {
            "bundle",
            "--session",
            sample.sessions().getFirst().value(),
            "--log",
            sample.folder().toString(),
            "--out",
            zip,
            "--for",
            open.toString(),
            "--reader-key",
            theirs.toString()
        };
        var refused = CommandRun.of(bundle);
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err()).contains("none of the given keys is of them");
        bundle[bundle.length - 1] = own.toString();
        var made = CommandRun.of(bundle);
        assertThat(made.exit()).as(made.err()).isZero();
        var run =
                CommandRun.of(
                        "verify",
                        zip,
                        "--key",
                        scratch.resolve("sample/log.vkey").toString(),
                        "--reader-key",
                        theirs.toString());
        assertThat(run.exit()).as(run.out()).isZero();
        assertThat(run.out()).contains("opened and found to be what was recorded, 0 sealed");
    }

    @Test
    void aFolderThatIsNotThereIsNotFound() {
        var run = CommandRun.of("verify", scratch.resolve("nowhere").toString());
        assertThat(run.exit()).isEqualTo(4);
        assertThat(run.err()).contains("no folder");
    }

    @Test
    void theFolderAroundALogIsAskedAbout() {
        var run = CommandRun.of("verify", gateway.toString());
        assertThat(run.exit()).isEqualTo(4);
        assertThat(run.err())
                .contains(gateway + " holds no log, so nothing was checked")
                .contains("Did you mean " + log + "?");
    }

    @Test
    void anEmptyFolderIsNotSaidToBeMissing() throws Exception {
        var empty = Files.createDirectory(scratch.resolve("empty"));
        var run = CommandRun.of("verify", empty.toString());
        assertThat(run.exit()).isEqualTo(4);
        assertThat(run.err()).contains("holds no log").doesNotContain("does not exist");
    }

    @Test
    void aPacketIsReferredToItsOwnCommand() throws Exception {
        var packet = Files.writeString(scratch.resolve("packet.pdf"), "%PDF-1.7");
        var run = CommandRun.of("verify", packet.toString());
        assertThat(run.exit()).isEqualTo(4);
        assertThat(run.err()).contains("affidavit packet verify " + packet);
        var file = Files.writeString(scratch.resolve("README.md"), "x");
        assertThat(CommandRun.of("verify", file.toString()).err()).contains("is a file, not a log");
    }

    @Test
    void aFolderWithoutALogIsNeverIntact() throws Exception {
        var empty = Files.createDirectory(scratch.resolve("empty"));
        var run =
                CommandRun.of(
                        "verify",
                        empty.toString(),
                        "--key",
                        gateway.resolve("log.vkey").toString());
        assertThat(run.exit()).isNotZero();
    }

    @Test
    void aFileThatIsNoKeyIsSaidToBeNone() throws Exception {
        var file = Files.writeString(scratch.resolve("x"), "hello");
        var run = verify("--key", file.toString());
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).contains("does not hold the public key");
    }

    @Test
    void withoutAKeyItSaysWhereToGetOne() throws Exception {
        Files.delete(gateway.resolve("log.vkey"));
        var run = verify();
        assertThat(run.exit()).isEqualTo(4);
        assertThat(run.err()).contains("--key FILE");
    }

    @Test
    void aVerificationThatMayBeResumedLeavesNothingBehindOnceItEnded() throws Exception {
        Path state = scratch.resolve("state");
        var run =
                CommandRun.in(
                        Map.of("XDG_STATE_HOME", state.toString()),
                        "verify",
                        log.toString(),
                        "--resume");
        assertThat(run.exit()).as(run.err() + run.out()).isZero();
        assertThat(run.firstLine()).startsWith("Intact:");
        assertThat(state.resolve("affidavit/verifying")).isEmptyDirectory();
    }

    @Test
    void aVerificationThatMayBeResumedOpensNothing() {
        var run = verify("--resume", "--reader-key", scratch.resolve("reader.jwk").toString());
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("Nothing was checked");
    }
}
