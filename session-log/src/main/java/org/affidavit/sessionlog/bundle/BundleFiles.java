package org.affidavit.sessionlog.bundle;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.affidavit.sessionlog.segment.PlainFiles;

/// What lies in a bundle, as a folder or as a zip:
///
/// ```
/// README.md                              for a stranger; under no check
/// verify.py                              checks it with Python alone; under no check
/// checkpoint                             the signed note that all proofs end in
/// log.vkey                               the public key as the sender has it; proves nothing
/// key.jwe                                the session's wrapped key, as it is stored
/// receiver.jwe                           the same key, wrapped anew for whom the bundle is for
/// leaves/<index>.json                    every record of the session, exact bytes
/// proofs/<index>.tlog-proof              that it lies in the log
/// payloads/<index>                       its payload, as it is stored
/// erasures/<index>.json                  a record that orders one to be gone, with its proof
/// erasures/<index>.tlog-proof            and that a checkpoint ends with it
/// ```
///
/// Indexes have 20 digits. There is one zip for the same files: in order of names, not compressed,
/// without times; any other is refused, so that no two readers can see two different bundles in it.
public final class BundleFiles {
    static final String README = "README.md";
    static final String SCRIPT = "verify.py";
    public static final String CHECKPOINT = "checkpoint";
    public static final String KEY = "log.vkey";
    public static final String SESSION_KEY = "key.jwe";
    public static final String RECEIVER_KEY = "receiver.jwe";
    public static final String LEAVES = "leaves/";
    public static final String PROOFS = "proofs/";
    public static final String PAYLOADS = "payloads/";
    public static final String ERASURES = "erasures/";

    /// A bundle is read as a whole.
    private static final long BYTES_MAX = 256L << 20;

    private static final int FILES_MAX = 1_000_000;
    private static final int DEPTH_MAX = 2;
    private static final Set<String> FOLDERS =
            Set.of("", "leaves", "proofs", "payloads", "erasures");
    private static final Pattern NAME =
            Pattern.compile(
                    "README\\.md|verify\\.py|checkpoint|log\\.vkey|key\\.jwe|receiver\\.jwe|leaves/[0-9]{20}\\.json"
                        + "|proofs/[0-9]{20}\\.tlog-proof|payloads/[0-9]{20}"
                        + "|erasures/[0-9]{20}\\.(json|tlog-proof)");

    private BundleFiles() {}

    static String leaf(long index) {
        return LEAVES + digits(index) + ".json";
    }

    static String proof(long index) {
        return PROOFS + digits(index) + ".tlog-proof";
    }

    static String payload(long index) {
        return PAYLOADS + digits(index);
    }

    static String erasure(long index) {
        return ERASURES + digits(index) + ".json";
    }

    /// That a checkpoint ends with an order.
    public static String seal(long index) {
        return ERASURES + digits(index) + ".tlog-proof";
    }

    private static String digits(long index) {
        return String.format(Locale.ROOT, "%020d", index);
    }

    /// Whether a bundle can have a file of this name.
    public static boolean belongs(String name) {
        return NAME.matcher(name).matches();
    }

    /// Whether a path looks like a bundle, whatever is in it.
    public static boolean isBundle(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            // A log stays one, whatever else is put into its folder.
            return Files.isDirectory(path.resolve("leaves"))
                    && !Files.exists(path.resolve("segments"));
        }
        try (var in = Files.newInputStream(path)) {
            return Arrays.equals(in.readNBytes(4), new byte[] {'P', 'K', 3, 4});
        }
    }

    /// Every file by its name, whether it belongs or not.
    ///
    /// @throws IOException if it cannot be read, or could mean different things to different
    ///   readers
    public static SortedMap<String, byte[]> read(Path path) throws IOException {
        return Files.isDirectory(path) ? readFolder(path) : readZip(path);
    }

    private static SortedMap<String, byte[]> readFolder(Path folder) throws IOException {
        var files = new TreeMap<String, byte[]>();
        long left = BYTES_MAX;
        try (var walk = Files.walk(folder, DEPTH_MAX)) {
            for (Path file : (Iterable<Path>) walk::iterator) {
                String name = folder.relativize(file).toString().replace('\\', '/');
                if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                    if (!FOLDERS.contains(name)) {
                        throw new BundleRefused("it holds a folder that no bundle has");
                    }
                    continue;
                }
                byte[] bytes = PlainFiles.read(file, (int) left);
                left -= bytes.length;
                checkSize(left, files.size());
                files.put(name, bytes);
            }
        }
        return files;
    }

    private static SortedMap<String, byte[]> readZip(Path zip) throws IOException {
        if (Files.size(zip) > BYTES_MAX) {
            throw tooLarge();
        }
        byte[] all = PlainFiles.read(zip, (int) BYTES_MAX);
        var files = new TreeMap<String, byte[]>();
        long left = BYTES_MAX;
        try (var in = new ZipInputStream(new ByteArrayInputStream(all))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                if (!belongs(entry.getName())) {
                    throw new BundleRefused("the zip holds a file that no bundle has");
                }
                if (entry.getMethod() != ZipEntry.STORED) {
                    throw new BundleRefused(
                            "the zip is compressed. Unpack it with care, and verify the folder");
                }
                byte[] bytes = in.readNBytes((int) left);
                left -= bytes.length;
                checkSize(left, files.size());
                if (files.put(entry.getName(), bytes) != null) {
                    throw new BundleRefused("the zip holds " + entry.getName() + " twice");
                }
            }
        } catch (ZipException | EOFException e) {
            throw new BundleRefused("the zip is damaged", e);
        } catch (IllegalArgumentException e) {
            throw new BundleRefused("the zip has a name that is no text", e);
        }
        if (!Arrays.equals(all, zip(files))) {
            throw new BundleRefused(
                    "the zip is not the only one for its files, so readers may see different things"
                            + " in it. Unpack it, look at it, and verify the folder");
        }
        return files;
    }

    private static void checkSize(long left, int files) throws IOException {
        if (left <= 0 || files >= FILES_MAX) {
            throw tooLarge();
        }
    }

    private static BundleRefused tooLarge() {
        return new BundleRefused(
                "the bundle is larger than " + (BYTES_MAX >> 20) + " MiB. Verify the log itself");
    }

    /// The one zip for these files.
    static byte[] zip(SortedMap<String, byte[]> files) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(out)) {
            zip.setMethod(ZipOutputStream.STORED);
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                var crc = new CRC32();
                crc.update(file.getValue());
                var entry = new ZipEntry(file.getKey());
                entry.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0));
                entry.setSize(file.getValue().length);
                entry.setCrc(crc.getValue());
                zip.putNextEntry(entry);
                zip.write(file.getValue());
                zip.closeEntry();
            }
        }
        return out.toByteArray();
    }
}
