package org.affidavit.gateway.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;
import org.affidavit.sessionlog.SessionLog;
import org.affidavit.sessionlog.key.LogSigner;
import org.affidavit.sessionlog.key.VerifierKey;
import org.affidavit.sessionlog.vault.Recipients;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysCommandTest {
    @TempDir Path scratch;
    private TestFolder gateway;
    private VerifierKey before;
    private Path key;

    @BeforeEach
    void makeALog() throws Exception {
        gateway = TestFolder.init(scratch);
        before = VerifierKey.read(gateway.folder().resolve("log.vkey"));
        key = gateway.folder().resolve("keys/log.key");
        open().close();
    }

    private SessionLog open() throws Exception {
        LogSigner signer = LogSigner.load(key, before.name());
        var readers = Recipients.read(List.of(gateway.folder().resolve("reader.pub.jwk")));
        return SessionLog.open(
                gateway.log(),
                signer,
                SessionLog.Options.of(before.name(), readers, Clock.systemUTC()));
    }

    @Test
    void changesTheKeyAndEitherProvesTheLog() throws Exception {
        var run = gateway.run("keys", "rotate");
        assertThat(run.exit()).as(run.err()).isZero();
        VerifierKey after = VerifierKey.read(gateway.folder().resolve("log.vkey"));
        assertThat(after).isNotEqualTo(before);
        assertThat(run.out()).contains(after.id(), "Destroy the old secret key");
        open().close();
        Path old = Files.writeString(scratch.resolve("old.vkey"), before.text());
        for (Path trusted : new Path[] {old, gateway.folder().resolve("log.vkey")}) {
            var verified =
                    CommandRun.of("verify", gateway.log().toString(), "--key", trusted.toString());
            assertThat(verified.exit()).as(verified.out() + verified.err()).isZero();
        }
    }

    @Test
    void keepsTheOldSecretForItsOwnerToDestroy() throws Exception {
        String secret = Files.readString(key);
        gateway.run("keys", "rotate");
        Path retired = key.resolveSibling("log.key.retired-" + before.id());
        assertThat(retired).hasContent(secret);
        for (Path file : new Path[] {retired, key}) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
        assertThat(key.resolveSibling("log.key.next")).doesNotExist();
    }

    @Test
    void goesOnWhereACrashStoppedIt() throws Exception {
        var next = LogSigner.create(key.resolveSibling("log.key.next"), before.name());
        try (var log = open()) {
            log.rotate(next).join();
        }
        var run = gateway.run("keys", "rotate");
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(VerifierKey.read(gateway.folder().resolve("log.vkey")))
                .isEqualTo(next.verifierKey());
        open().close();
    }

    @Test
    void changesNothingWhileTheGatewayRuns() throws Exception {
        try (var _ = open()) {
            var run = gateway.run("keys", "rotate");
            assertThat(run.exit()).isEqualTo(ExitCode.FAILED.code());
            assertThat(run.err()).contains("A gateway writes the log");
            assertThat(key.resolveSibling("log.key.next")).doesNotExist();
        }
        assertThat(VerifierKey.read(gateway.folder().resolve("log.vkey"))).isEqualTo(before);
        assertThat(gateway.run("keys", "rotate").exit()).isZero();
    }

    @Test
    void aFileThatAFullDiskLeftDoesNotHinderIt() throws Exception {
        Files.createFile(key.resolveSibling("log.key.next"));
        var run = gateway.run("keys", "rotate");
        assertThat(run.exit()).as(run.err()).isZero();
        open().close();
    }
}
