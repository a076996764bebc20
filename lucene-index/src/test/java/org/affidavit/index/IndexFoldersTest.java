package org.affidavit.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IndexFoldersTest {
    private static final Path LOG = Path.of("/srv/gateway/log");

    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource({
        "Linux, XDG_CACHE_HOME, /x, /x/affidavit/index",
        "Linux, HOME, /home/a, /home/a/.cache/affidavit/index",
        "Mac OS X, HOME, /Users/a, /Users/a/Library/Caches/affidavit/index",
        "Windows 11, LOCALAPPDATA, /local, /local/affidavit/index",
        "Linux, AFFIDAVIT_INDEXES, /here, /here",
        "Mac OS X, AFFIDAVIT_INDEXES, /here, /here"
    })
    void liesWhereTheSystemKeepsCachesOrWhereTheUserSays(
            String system, String name, String value, Path place) {
        assertThat(IndexFolders.place(Map.of(name, value), system)).contains(place);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "relative/cache"})
    void liesNowhereWhenTheEnvironmentDoesNotTell(String cache) {
        assertThat(IndexFolders.place(Map.of("XDG_CACHE_HOME", cache), "Linux")).isEmpty();
        assertThat(IndexFolders.ofUser(Map.of()).of(LOG, "gw/log")).isEmpty();
    }

    @Test
    void isForItsOwnerOnly() throws Exception {
        Path made = indexes().of(LOG, "gw/log").orElseThrow();
        assertThat(rights(made)).isEqualTo("rwx------");
        assertThat(rights(folder.resolve("index"))).isEqualTo("rwx------");
    }

    @Test
    void isTheSameForTheSameLog() {
        assertThat(indexes().of(LOG, "gw/log")).isEqualTo(indexes().of(LOG, "gw/log"));
    }

    @Test
    void isNeverSharedByTwoLogs() {
        Path one = indexes().of(Path.of("/x/Aa/log"), "gw/log").orElseThrow();
        assertThat(indexes().of(Path.of("/x/BB/log"), "gw/log").orElseThrow()).isNotEqualTo(one);
        assertThat(indexes().of(Path.of("/x/Aa/log"), "other/log").orElseThrow()).isNotEqualTo(one);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rwxrwx---", "rwxr-xrwx"})
    void isNotUsedWhenOthersCanWriteIt(String loose) throws Exception {
        Path made = indexes().of(LOG, "gw/log").orElseThrow();
        Files.setPosixFilePermissions(made, PosixFilePermissions.fromString(loose));
        assertThat(indexes().of(LOG, "gw/log")).isEmpty();
    }

    @Test
    void isNotUsedWhenOthersCanPutAnotherInItsPlace() throws Exception {
        Path root = Files.createDirectory(folder.resolve("index"));
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThat(indexes().of(LOG, "gw/log")).isEmpty();
    }

    @Test
    void isNotUsedWhenItIsALinkToSomethingElse() throws Exception {
        Path made = indexes().of(LOG, "gw/log").orElseThrow();
        Path elsewhere = Files.move(made, folder.resolve("elsewhere"));
        Files.createSymbolicLink(made, elsewhere);
        assertThat(indexes().of(LOG, "gw/log")).isEmpty();
    }

    @Test
    void isNotUsedWhenItBelongsToSomebodyElse() throws Exception {
        Path made = indexes().of(LOG, "gw/log").orElseThrow();
        assumeThat(givenAway(made)).as("only an administrator can give files away").isTrue();
        assertThat(indexes().of(LOG, "gw/log")).isEmpty();
    }

    private static boolean givenAway(Path made) throws Exception {
        try {
            var users = made.getFileSystem().getUserPrincipalLookupService();
            Files.setOwner(made, users.lookupPrincipalByName("nobody"));
            return true;
        } catch (FileSystemException notAllowed) {
            return false;
        }
    }

    private IndexFolders indexes() {
        return IndexFolders.in(folder.resolve("index"));
    }

    private static String rights(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
