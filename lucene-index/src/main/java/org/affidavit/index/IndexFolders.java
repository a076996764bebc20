package org.affidavit.index;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.affidavit.sessionlog.tree.TreeHash;

/// Where a user keeps the indexes of logs: in the user's own cache, never beside a log.
///
/// Whoever can write an index can hide sessions from whoever searches it. An index that lies beside
/// a log may have come with the log; so may a folder that others can write. Neither is ever opened.
public final class IndexFolders {
    /// Names another place for the indexes.
    public static final String SETTING = "AFFIDAVIT_INDEXES";

    private static final System.Logger LOG = System.getLogger(IndexFolders.class.getName());
    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private final Optional<Path> root;

    private IndexFolders(Optional<Path> root) {
        this.root = root;
    }

    /// Where this user's system keeps caches; nowhere, if the environment does not tell.
    public static IndexFolders ofUser(Map<String, String> environment) {
        return new IndexFolders(place(environment, System.getProperty("os.name", "")));
    }

    /// Indexes in exactly this folder.
    public static IndexFolders in(Path root) {
        return new IndexFolders(Optional.of(root));
    }

    static Optional<Path> place(Map<String, String> environment, String system) {
        return path(environment, SETTING)
                .or(() ->
                        caches(environment, system.toLowerCase(Locale.ROOT))
                                .map(caches -> caches.resolve("affidavit").resolve("index")));
    }

    private static Optional<Path> caches(Map<String, String> environment, String system) {
        Optional<Path> home = path(environment, "HOME");
        if (system.startsWith("windows")) {
            return path(environment, "LOCALAPPDATA");
        }
        if (system.startsWith("mac")) {
            return home.map(own -> own.resolve("Library").resolve("Caches"));
        }
        return path(environment, "XDG_CACHE_HOME").or(() -> home.map(own -> own.resolve(".cache")));
    }

    private static Optional<Path> path(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name))
                .filter(value -> !value.isBlank())
                .map(Path::of)
                .filter(Path::isAbsolute);
    }

    /// The folder for the index of one log, made if it is not there; empty, if there is no folder
    /// that only this user can write.
    Optional<Path> of(Path log, String origin) {
        if (root.isEmpty()) {
            return Optional.empty();
        }
        Path folder = root.get().resolve(name(log, origin));
        try {
            Files.createDirectories(folder, ownerOnly());
            UserPrincipal user = user(root.get());
            if (own(root.get(), user) && own(folder, user)) {
                return Optional.of(folder);
            }
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0} is not used, because others can write it: building an index anew for"
                            + " every search. Remove it, or name another place in {1}",
                    folder,
                    SETTING);
        } catch (IOException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "No index can be kept: building one anew for every search",
                    e);
        }
        return Optional.empty();
    }

    private static String name(Path log, String origin) {
        String both = origin + "\n" + log.toAbsolutePath().normalize();
        return HexFormat.of()
                .formatHex(TreeHash.sha256().digest(both.getBytes(StandardCharsets.UTF_8)));
    }

    private static FileAttribute<?>[] ownerOnly() {
        return POSIX
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------"))
                }
                : new FileAttribute<?>[0];
    }

    /// Who owns what this process makes.
    private static UserPrincipal user(Path folder) throws IOException {
        Path made = Files.createTempFile(folder, "owner", "");
        try {
            return Files.getOwner(made);
        } finally {
            Files.delete(made);
        }
    }

    /// Where a system has no such rights, those of the user's home protect what lies in it.
    private static boolean own(Path folder, UserPrincipal user) throws IOException {
        if (!POSIX) {
            return true;
        }
        var found =
                Files.readAttributes(folder, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return found.isDirectory()
                && found.owner().equals(user)
                && !found.permissions().contains(PosixFilePermission.GROUP_WRITE)
                && !found.permissions().contains(PosixFilePermission.OTHERS_WRITE);
    }
}
