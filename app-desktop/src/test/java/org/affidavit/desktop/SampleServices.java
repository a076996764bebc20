package org.affidavit.desktop;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.affidavit.desktop.integrity.LogCheck;
import org.affidavit.desktop.packets.PacketDesk;
import org.affidavit.evidence.Packet;
import org.affidavit.evidence.PacketCheck;
import org.affidavit.evidence.PacketExporter;
import org.affidavit.evidence.PacketRequest;
import org.affidavit.sessionlog.consent.DeviceKey;
import org.affidavit.sessionlog.tree.CompactRange;
import org.affidavit.sessionlog.tree.TreeHash;
import org.affidavit.sessionlog.verify.CheckResult;
import org.affidavit.sessionlog.verify.CheckResult.Check;
import org.affidavit.sessionlog.verify.CheckResult.Status;
import org.affidavit.sessionlog.verify.Coverage;
import org.affidavit.sessionlog.verify.Erased;
import org.affidavit.sessionlog.verify.Verdict;
import org.affidavit.sessionlog.verify.VerificationReport;

/// Services that answer from memory.
public final class SampleServices {
    private SampleServices() {}

    public static Services of() {
        return new Services(
                _ -> new SampleLibrary(Samples.all()),
                (_, _, progress) -> {
                    if (!progress.at(4_000, 1_000_000, 2_300_000)) {
                        throw new CancellationException();
                    }
                    return LogCheck.Outcome.of(intact());
                },
                new Desk());
    }

    public static DeviceKey key() {
        try {
            return DeviceKey.loadOrCreate(Files.createTempDirectory("key").resolve("dana.jwk"));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    public static VerificationReport intact() {
        return report(
                new Verdict.Intact(),
                List.of(
                        new CheckResult(
                                Check.FRAMING,
                                Status.HOLDS,
                                "3 segments, 9,214 frames, no damaged byte."),
                        new CheckResult(
                                Check.RECORDS,
                                Status.HOLDS,
                                "9,214 records read, numbered without a gap."),
                        new CheckResult(
                                Check.TREE,
                                Status.HOLDS,
                                "The Merkle root over 9,214 records is the signed one."),
                        new CheckResult(
                                Check.SIGNATURES,
                                Status.HOLDS,
                                "1,307 checkpoints carry a valid Ed25519 signature."),
                        new CheckResult(
                                Check.SESSIONS,
                                Status.HOLDS,
                                "9 ended sessions have all of their records; 1 still runs."),
                        new CheckResult(
                                Check.PAYLOADS,
                                Status.HOLDS,
                                "6,120 payloads have the hash their record commits to.")));
    }

    public static VerificationReport report(Verdict verdict, List<CheckResult> checks) {
        return new VerificationReport(
                verdict,
                checks,
                "gw.example/prod",
                "5a41c8c1",
                9_214,
                10,
                1,
                2_318_220,
                Optional.of(Samples.START.minus(Duration.ofHours(7))),
                Optional.of(Samples.START.plusSeconds(942)),
                9_214,
                root(9_214),
                Coverage.NONE,
                Erased.NOTHING);
    }

    /// Of a tree with that many leaves.
    private static String root(int records) {
        var tree = new CompactRange();
        for (int i = 0; i < records; i++) {
            tree.append(TreeHash.leaf(Samples.sha256("record " + i).getBytes(UTF_8)));
        }
        return HexFormat.of().formatHex(tree.root());
    }

    /// Writes no file; goes through every stage.
    public static final class Desk implements PacketDesk {
        private final List<PacketRequest> asked = new ArrayList<>();

        @Override
        public Packet export(PacketRequest request, Path target, PacketExporter.Progress progress) {
            asked.add(request);
            for (var stage : PacketExporter.Stage.values()) {
                if (!progress.at(stage, 0.5)) {
                    throw new CancellationException();
                }
            }
            return new Packet(target, 14, 412_800, Samples.sha256(request.title()));
        }

        @Override
        public PacketCheck check(Path packet) throws IOException {
            return new PacketCheck(
                    false, List.of("Attachment log.seg is not as the manifest says."));
        }

        public List<PacketRequest> asked() {
            return asked;
        }
    }
}
