package org.affidavit.sessionlog.segment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// Where things lie in a log's folder.
///
/// ```
/// segments/00000000000000000000.seg   records, named by the index of the first
/// vault/00000000000000000000.vlt      payloads of the records in the segment of the same name
/// checkpoint                          the newest signed checkpoint
/// checkpoints/42                      every published checkpoint, named by its size
/// tile/0/000                          hashes and leaves in files of 256, made from the segments
/// torn/00000000000000000042           bytes set aside in recovery, named by the index of the
///                                     record that tells of it
/// cosignatures/42                     what witnesses signed of the checkpoint of that size
/// timestamps/42.tsr                   what a time stamp authority signed of it
/// bookmark                            where the writer was, so that the next opening is quick
/// journal                             records on their way into segments and vault, see
///                                     [JournalGroup]; none after a clean stop
/// lock                                empty; held while a writer lives
/// ```
public record LogLayout(Path folder) {
    private static final Pattern INDEX = Pattern.compile("[0-9]{20}");
    private static final String STAMP = ".tsr";
    private static final Pattern SIZE = Pattern.compile("0|[1-9][0-9]{0,18}");

    /// The numbered files of a folder, and what lies there without belonging.
    ///
    /// @param numbers ascending
    /// @param foreign names that no file of this folder can have
    public record Listing(List<Long> numbers, List<String> foreign) {
        public Listing {
            numbers = List.copyOf(numbers);
            foreign = List.copyOf(foreign);
        }
    }

    public Path segments() {
        return folder.resolve("segments");
    }

    public Path vault() {
        return folder.resolve("vault");
    }

    public Path checkpoint() {
        return folder.resolve("checkpoint");
    }

    public Path checkpoints() {
        return folder.resolve("checkpoints");
    }

    /// Folder of what is derived from the segments, in the layout of C2SP tlog-tiles.
    public Path tiles() {
        return folder.resolve("tile");
    }

    public Path torn() {
        return folder.resolve("torn");
    }

    public Path cosignatures() {
        return folder.resolve("cosignatures");
    }

    public Path cosignature(long size) {
        return cosignatures().resolve(Long.toString(size));
    }

    public Path timestamps() {
        return folder.resolve("timestamps");
    }

    public Path timestamp(long size) {
        return timestamps().resolve(size + STAMP);
    }

    /// The writer's note to itself of what it knew at a checkpoint; never evidence.
    public Path bookmark() {
        return folder.resolve("bookmark");
    }

    public Path journal() {
        return folder.resolve("journal");
    }

    public Path lock() {
        return folder.resolve("lock");
    }

    /// Where a checkpoint is made before it gets its name; never evidence.
    public Path draft() {
        return folder.resolve("draft.tmp");
    }

    /// Where a tile is made again before it gets its name, while the writer is at work; never
    /// evidence.
    public Path tileDraft() {
        return folder.resolve("draft-tile.tmp");
    }

    /// The file of a kind whose first record has that index.
    public Path file(FileKind kind, long first) {
        return directory(kind).resolve(twentyDigits(first) + kind.suffix());
    }

    public Path checkpoint(long size) {
        return checkpoints().resolve(Long.toString(size));
    }

    public Path torn(long index) {
        return torn().resolve(twentyDigits(index));
    }

    /// Folder of one kind of framed file.
    public Path directory(FileKind kind) {
        return switch (kind) {
            case SEGMENT -> segments();
            case VAULT -> vault();
        };
    }

    /// First indexes of the files of one kind.
    public Listing list(FileKind kind) throws IOException {
        return list(directory(kind), INDEX, kind.suffix());
    }

    /// Sizes of the published checkpoints.
    public Listing listCheckpoints() throws IOException {
        return list(checkpoints(), SIZE, "");
    }

    /// Sizes of the checkpoints that have cosignatures.
    public Listing listCosignatures() throws IOException {
        return list(cosignatures(), SIZE, "");
    }

    /// Sizes of the checkpoints that have a time stamp.
    public Listing listTimestamps() throws IOException {
        return list(timestamps(), SIZE, STAMP);
    }

    /// Indexes of the records that tell of bytes set aside.
    public Listing listTorn() throws IOException {
        return list(torn(), INDEX, "");
    }

    /// What lies in the log's own folder and is no part of the log, in order of names: whatever has
    /// none of the names above, and what is nothing to go by, the draft and what is written in the
    /// lock.
    public List<String> strangers() throws IOException {
        var names = new ArrayList<String>();
        if (Files.isDirectory(folder)) {
            try (var files = Files.newDirectoryStream(folder)) {
                for (Path file : files) {
                    if (!isPart(file)) {
                        names.add(file.getFileName().toString());
                    }
                }
            }
        }
        // The files of these folders are from outside, so a name that none has there is no
        // alteration.
        listCosignatures().foreign().forEach(name -> names.add("cosignatures/" + name));
        listTimestamps().foreign().forEach(name -> names.add("timestamps/" + name));
        names.sort(null);
        return List.copyOf(names);
    }

    private boolean isPart(Path file) throws IOException {
        return file.equals(lock())
                ? Files.size(file) == 0
                : List.of(
                                segments(),
                                vault(),
                                checkpoint(),
                                checkpoints(),
                                tiles(),
                                torn(),
                                cosignatures(),
                                timestamps(),
                                bookmark(),
                                journal())
                        .contains(file);
    }

    private static Listing list(Path directory, Pattern shape, String suffix) throws IOException {
        var numbers = new ArrayList<Long>();
        var foreign = new ArrayList<String>();
        if (Files.isDirectory(directory)) {
            try (var files = Files.newDirectoryStream(directory)) {
                for (Path file : files) {
                    add(file.getFileName().toString(), shape, suffix, numbers, foreign);
                }
            }
        }
        numbers.sort(null);
        foreign.sort(null);
        return new Listing(numbers, foreign);
    }

    private static void add(
            String name, Pattern shape, String suffix, List<Long> numbers, List<String> foreign) {
        String stem =
                name.endsWith(suffix) ? name.substring(0, name.length() - suffix.length()) : "";
        try {
            if (shape.matcher(stem).matches()) {
                numbers.add(Long.parseLong(stem));
                return;
            }
        } catch (NumberFormatException e) {
            // Twenty digits can say more than any index: such a name is foreign, too.
        }
        foreign.add(name);
    }

    private static String twentyDigits(long number) {
        return String.format(Locale.ROOT, "%020d", number);
    }
}
