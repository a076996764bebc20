package org.affidavit.endtoend.bench.masking;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Prints how often the detectors are right, and how fast they are. What they get wrong in the
/// development half goes to a file, text by text; of the hold-out half only how often each spelling
/// was found, so that nobody mends a detector by it without meaning to.
final class MaskingReport {
    private static final int PER_KIND = Integer.getInteger("bench.records", 1_000);

    private static final boolean DEVELOPMENT_ONLY = Boolean.getBoolean("bench.development");

    private MaskingReport() {}

    /// @param arguments the folder to write in
    public static void main(String[] arguments) throws Exception {
        var out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8);
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        Quality development = half("development", folder, out);
        Files.write(folder.resolve("masking-development-faults.txt"), development.faults());
        if (!DEVELOPMENT_ONLY) {
            half("holdout", folder, out);
        }
        speed(out);
    }

    private static Quality half(String name, Path folder, PrintStream out) throws IOException {
        Quality quality = Quality.of(Corpus.of(name, PER_KIND).samples());
        out.println(name);
        out.println(quality.table());
        Files.writeString(folder.resolve("masking-" + name + ".txt"), quality.spellings());
        return quality;
    }

    private static void speed(PrintStream out) throws IOException {
        var corpus = Corpus.of("holdout", 2_000);
        List<Sample> samples = corpus.samples();
        List<String> ordinary = corpus.ordinary();
        out.println("| Texts | Bytes each | Detectors, GB/s | Sum of bytes, GB/s | Ratio |");
        out.println("|---|---|---|---|---|");
        measure("ordinary", ordinary, out);
        measure("ordinary, long", List.of(String.join("\n", ordinary)), out);
        measure("nothing to find", texts(samples, Sample.NEGATIVE), out);
        measure("half with a value", samples.stream().map(Sample::text).toList(), out);
    }

    private static List<String> texts(List<Sample> samples, String kind) {
        return samples.stream()
                .filter(sample -> sample.kind().equals(kind))
                .map(Sample::text)
                .toList();
    }

    private static void measure(String name, List<String> texts, PrintStream out) {
        var speed = new Speed(texts);
        out.print(speed.measure(name));
        if (speed.sink() == 0) {
            throw new IllegalStateException("Nothing was measured");
        }
    }
}
