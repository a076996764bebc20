package org.affidavit.gateway.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.affidavit.gateway.Composition;
import org.affidavit.gateway.config.GatewayConfigs;
import org.affidavit.sessionlog.consent.DeviceKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevicesCommandTest {
    @TempDir Path scratch;
    private TestFolder gateway;
    private Composition running;

    @BeforeEach
    void start() throws Exception {
        gateway = TestFolder.init(scratch);
        run();
    }

    private void run() throws Exception {
        running =
                Composition.start(GatewayConfigs.read(gateway.config()), "test", Clock.systemUTC());
    }

    @AfterEach
    void stop() {
        running.close();
        assertThat(CommandRun.of("verify", gateway.log().toString()).exit()).isZero();
    }

    @Test
    void theFirstKeyIsEnrolledAndNamed() throws Exception {
        var run = enrol();
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out().strip()).isEqualTo(dana().thumbprint() + " enrolled");
    }

    @Test
    void anotherKeyNeedsOneThatVouches() throws Exception {
        assertThat(enrol().exit()).isZero();
        String other = scratch.resolve("other.jwk").toString();
        var alone = enrol("--key", other);
        assertThat(alone.exit()).isEqualTo(5);
        assertThat(alone.err()).contains("not-vouched", "--vouch-with");
        String first = gateway.folder().resolve("devices/dana.jwk").toString();
        var vouched = enrol("--key", other, "--vouch-with", first);
        assertThat(vouched.exit()).as(vouched.err()).isZero();
        var revoked =
                gateway.run(
                        "devices", "revoke", dana().thumbprint(), "--key", other, "--as", "dana");
        assertThat(revoked.exit()).as(revoked.err()).isZero();
        assertThat(enrol().err()).contains("key-revoked");
    }

    @Test
    void aMissingKeyThatIsToVouchIsNotMade() {
        Path missing = scratch.resolve("missing.jwk");
        assertThat(enrol("--vouch-with", missing.toString()).exit()).isEqualTo(4);
        assertThat(missing).doesNotExist();
    }

    @Test
    void aVouchedGatewayTakesAFirstKeyThatAnOperatorConfirmed() throws Exception {
        running.close();
        Files.writeString(
                gateway.config(),
                Files.readString(gateway.config())
                        .replace("approvals: { ", "approvals: { devices: vouched, "));
        run();
        assertThat(enrol().err()).contains("not-vouched", "affidavit devices confirm");
        var confirmed = gateway.run("devices", "confirm", dana().thumbprint(), "--subject", "dana");
        assertThat(confirmed.exit()).as(confirmed.err()).isZero();
        var now = enrol();
        assertThat(now.exit()).as(now.err()).isZero();
        assertThat(gateway.run("devices", "forbid", dana().thumbprint()).exit()).isZero();
        assertThat(enrol("--key", scratch.resolve("x.jwk").toString()).exit()).isEqualTo(5);
    }

    @Test
    void aThumbprintMayBeginWithAMinus() throws Exception {
        for (String thumbprint : List.of("-h" + "A".repeat(41), "--" + "A".repeat(41))) {
            var forbidden = gateway.run("devices", "forbid", thumbprint);
            assertThat(forbidden.exit()).as(forbidden.err()).isZero();
            assertThat(gateway.folder().resolve("operator-devices.txt"))
                    .content()
                    .contains(thumbprint);
            assertThat(gateway.run("devices", "revoke", thumbprint, "--as", "dana").err())
                    .doesNotContain("Missing required parameter");
        }
    }

    @Test
    void whatIsNoThumbprintIsNotWrittenDown() {
        assertThat(gateway.run("devices", "forbid", "x\nrevoke y").exit()).isEqualTo(2);
        assertThat(gateway.run("devices", "confirm", "x", "--subject", "dana").exit()).isEqualTo(2);
        assertThat(gateway.folder().resolve("operator-devices.txt")).doesNotExist();
    }

    private CommandRun enrol(String... more) {
        String[] line = new String[more.length + 4];
        System.arraycopy(new String[] {"devices", "enrol", "--as", "dana"}, 0, line, 0, 4);
        System.arraycopy(more, 0, line, 4, more.length);
        return gateway.run(line);
    }

    private DeviceKey dana() throws Exception {
        return DeviceKey.loadOrCreate(gateway.folder().resolve("devices/dana.jwk"));
    }
}
