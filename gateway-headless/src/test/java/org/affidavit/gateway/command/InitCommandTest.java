package org.affidavit.gateway.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.affidavit.gateway.config.GatewayConfigs;
import org.affidavit.sessionlog.key.LogSigner;
import org.affidavit.sessionlog.key.VerifierKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InitCommandTest {
    @TempDir Path scratch;

    private CommandRun init(String... more) {
        var line = new ArrayList<>(List.of("init", "--dir", dir().toString()));
        line.addAll(List.of(more));
        return CommandRun.of(line.toArray(String[]::new));
    }

    private Path dir() {
        return scratch.resolve("gateway");
    }

    @Test
    void nothingInTheFolderCanBeCommittedByMistake() throws Exception {
        assertThat(CommandRun.of("init", "--dir", dir().toString()).exit()).isZero();
        assertThat(dir().resolve(".gitignore")).hasContent("*");
    }

    @Test
    void aPlaceWhereNoFolderCanBeIsNamedWithoutAHiddenOne() {
        var run = CommandRun.of("init", "--dir", "/proc/x");
        assertThat(run.exit()).isNotZero();
        assertThat(run.err()).contains("/proc/x").doesNotContain("/.x.");
    }

    @Test
    void makesAConfigurationThatIsValidAndWhoseFilesExist() throws Exception {
        var run = init("--profile", "dev", "--no-input");
        assertThat(run.exit()).as(run.err()).isZero();
        var config = GatewayConfigs.read(dir().resolve("affidavit.yaml"));
        assertThat(config.name()).isEqualTo("localhost");
        assertThat(config.tls().certificate()).exists();
        assertThat(config.tls().key()).exists();
        assertThat(config.tls().ca()).exists();
        assertThat(config.policy()).exists();
        assertThat(config.log().signingKey()).exists();
        assertThat(config.developmentIssuer().orElseThrow().clients()).exists();
        assertThat(config.developmentIssuer().orElseThrow().key()).exists();
        assertThat(run.out()).contains("ca.crt").contains("CA SHA-256");
        assertThat(run.err()).contains("affidavit run --config");
    }

    @Test
    void everySecretIsReadableByItsOwnerAlone() throws Exception {
        init();
        try (Stream<Path> files = Files.walk(dir())) {
            var open =
                    files.filter(Files::isRegularFile)
                            .filter(file -> file.toString().matches(".*(\\.key|\\.jwk|\\.secret)$"))
                            .filter(file -> !file.endsWith("reader.pub.jwk"))
                            .toList();
            assertThat(open).hasSizeGreaterThan(5).contains(dir().resolve("keys/reader.jwk"));
            assertThat(dir().resolve("reader.pub.jwk")).content().doesNotContain("\"d\"");
            for (Path file : open) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .as(file.toString())
                        .isEqualTo("rw-------");
            }
        }
    }

    @Test
    void theLogsPublicKeyFitsItsSigningKey() throws Exception {
        init("--name", "gw.corp.example");
        var published = VerifierKey.parse(Files.readString(dir().resolve("log.vkey")).strip());
        var config = GatewayConfigs.read(dir().resolve("affidavit.yaml"));
        var signer = LogSigner.load(config.log().signingKey(), config.log().origin());
        assertThat(published).isEqualTo(signer.verifierKey());
        assertThat(published.name()).isEqualTo("gw.corp.example/affidavit");
    }

    @Test
    void theCertificateIsSignedByTheAuthorityAndNamesTheHost() throws Exception {
        init("--name", "gw.corp.example");
        var ca = certificate("ca.crt");
        var server = certificate("tls/server.crt");
        server.verify(ca.getPublicKey());
        assertThat(
                        server.getSubjectAlternativeNames().stream()
                                .map(name -> String.valueOf(name.get(1))))
                .containsExactlyInAnyOrder("gw.corp.example", "localhost", "127.0.0.1");
        assertThat(ca.getBasicConstraints()).isZero();
        assertThat(server.getBasicConstraints()).isEqualTo(-1);
    }

    private X509Certificate certificate(String name) throws Exception {
        try (var in = Files.newInputStream(dir().resolve(name))) {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    @Test
    void neverOverwrites() throws Exception {
        Files.createDirectory(dir());
        Files.writeString(dir().resolve("mine"), "mine");
        var run = init();
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).contains("exists already").contains("--dir");
        assertThat(inside(scratch)).containsExactly("gateway");
        assertThat(inside(dir())).containsExactly("mine");
    }

    @Test
    void twoRunsDifferInEverySecret() throws Exception {
        init();
        var first = Files.readString(dir().resolve("clients/dana.secret"));
        var other = CommandRun.of("init", "--dir", scratch.resolve("other").toString());
        assertThat(other.exit()).isZero();
        assertThat(Files.readString(scratch.resolve("other/clients/dana.secret")))
                .isNotEqualTo(first);
    }

    @Test
    void fillsAnEmptyFolder() throws Exception {
        Files.createDirectory(dir());
        assertThat(init().exit()).isZero();
        assertThat(dir().resolve("affidavit.yaml")).exists();
    }

    @Test
    void leavesNothingBehindWhenItIsRefused() throws Exception {
        var run = init("--name", "not a name");
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("not a host name");
        assertThat(inside(scratch)).isEmpty();
    }

    @Test
    void productionNamesItsOwnIssuerAndHasNoDevelopmentOne() throws Exception {
        assertThat(init("--profile", "prod").err()).contains("--issuer");
        var run = init("--profile", "prod", "--issuer", "https://idp.corp.example");
        assertThat(run.exit()).as(run.err()).isZero();
        var config = GatewayConfigs.read(dir().resolve("affidavit.yaml"));
        assertThat(config.developmentIssuer()).isEmpty();
        assertThat(config.issuers().getFirst().issuer()).hasToString("https://idp.corp.example");
        assertThat(dir().resolve("clients")).doesNotExist();
    }

    private static Set<String> inside(Path folder) throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return Set.copyOf(files.map(file -> file.getFileName().toString()).toList());
        }
    }
}
