package org.affidavit.gateway.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The files that a configuration names: what each is for, whether it can be read, and whether
/// others can read what only the gateway may.
final class NamedFiles {
    private static final List<Named> ALWAYS =
            List.of(
                    new Named("/tls/certificate", "the gateway's own certificate", ""),
                    new Named(
                            "/tls/key",
                            "the key of the gateway's certificate",
                            "can pass for the gateway"),
                    new Named("/tls/ca", "the CA that clients are told to trust", ""),
                    new Named(
                            "/log/signing_key", "the key that signs the log", "can forge the log"),
                    new Named(
                            "/log/known_checkpoint",
                            "the checkpoint that the log must contain",
                            ""),
                    new Named("/log/timestamps/ca", "the CA of the time stamp authority", ""),
                    new Named("/policy", "the policy", ""),
                    new Named(
                            "/identity/development/clients",
                            "the list of whom the development issuer knows",
                            ""),
                    new Named(
                            "/identity/development/key",
                            "the key of the development issuer",
                            "can make tokens for anybody"));

    private final YamlDocument document;

    /// One file.
    ///
    /// @param pointer the setting that names it
    /// @param purpose completes "it is ..."
    /// @param power what whoever can read it can do; empty when anybody may
    private record Named(String pointer, String purpose, String power) {}

    NamedFiles(YamlDocument document) {
        this.document = document;
    }

    /// @throws ConfigInvalid with every file that cannot be read
    void check() throws ConfigInvalid {
        List<ConfigProblem> problems = new ArrayList<>();
        for (Named named : all()) {
            Path file = path(named);
            String what =
                    !Files.exists(file)
                            ? "does not exist"
                            : !Files.isRegularFile(file)
                                    ? "is no file"
                                    : !Files.isReadable(file) ? "may not be read by this user" : "";
            if (!what.isEmpty()) {
                problems.add(
                        document.problem(
                                named.pointer(),
                                file + " " + what + ". It is " + named.purpose() + ".",
                                "Put it there, or name another file here."));
            }
        }
        document.refuse(problems);
    }

    /// Private keys that are open to others.
    List<ConfigProblem> open() {
        List<ConfigProblem> open = new ArrayList<>();
        for (Named named : all()) {
            Set<PosixFilePermission> rights =
                    named.power().isEmpty() ? Set.of() : rights(path(named));
            if (rights.contains(PosixFilePermission.GROUP_READ)
                    || rights.contains(PosixFilePermission.OTHERS_READ)) {
                open.add(
                        document.problem(
                                named.pointer(),
                                path(named)
                                        + " can be read by other users ("
                                        + PosixFilePermissions.toString(rights)
                                        + "). Whoever has "
                                        + named.purpose()
                                        + " "
                                        + named.power()
                                        + ".",
                                "Run: chmod 600 " + path(named)));
            }
        }
        return open;
    }

    private static Set<PosixFilePermission> rights(Path file) {
        try {
            return Files.getPosixFilePermissions(file);
        } catch (IOException | UnsupportedOperationException _) {
            // Where there are no such rights, the folder's own protect it.
            return Set.of();
        }
    }

    private Path path(Named named) {
        return document.source().resolve(document.root().at(named.pointer()).asString(""));
    }

    private List<Named> all() {
        List<Named> all = new ArrayList<>(ALWAYS);
        for (int i = 0; i < document.root().at("/identity/issuers").size(); i++) {
            all.add(
                    new Named(
                            "/identity/issuers/" + i + "/ca",
                            "the CA of the issuer's certificate",
                            ""));
        }
        for (int i = 0; i < document.root().at("/log/recipients").size(); i++) {
            all.add(
                    new Named(
                            "/log/recipients/" + i,
                            "the public key of somebody who may read what is recorded",
                            ""));
        }
        for (String name : document.root().at("/connections").propertyNames()) {
            String pointer = "/connections/" + YamlTree.escape(name);
            all.add(
                    new Named(
                            pointer + "/credential",
                            "the sealed credential of the connection `" + name + "`",
                            ""));
            all.add(
                    new Named(
                            pointer + "/tls/ca",
                            "the certificate that the target of `" + name + "` is checked with",
                            ""));
            all.add(
                    new Named(
                            pointer + "/tls/certificate",
                            "the certificate that the gateway shows to the target of `"
                                    + name
                                    + "`",
                            ""));
            all.add(
                    new Named(
                            pointer + "/tls/key",
                            "the key of the certificate that the target of `" + name + "` sees",
                            "can log in to it past the gateway"));
        }
        all.removeIf(named -> document.root().at(named.pointer()).isMissingNode());
        return all;
    }
}
