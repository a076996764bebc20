package org.affidavit.sessionlog.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.affidavit.sessionlog.bundle.BundleFiles;
import org.affidavit.sessionlog.bundle.BundleRefused;
import org.affidavit.sessionlog.bundle.TlogProof;
import org.affidavit.sessionlog.encode.Leaf;
import org.affidavit.sessionlog.encode.Malformed;
import org.affidavit.sessionlog.encode.WrappedKey;
import org.affidavit.sessionlog.event.GatewayEvent.PayloadErased;
import org.affidavit.sessionlog.event.SessionEvent;
import org.affidavit.sessionlog.event.SessionId;
import org.affidavit.sessionlog.key.VerifierKey;
import org.affidavit.sessionlog.note.CheckpointText;
import org.affidavit.sessionlog.note.SignedNote;
import org.affidavit.sessionlog.tree.InclusionProof;
import org.affidavit.sessionlog.tree.TreeHash;
import org.affidavit.sessionlog.vault.ReadingKeys;
import org.affidavit.sessionlog.verify.CheckResult.Check;
import org.jspecify.annotations.Nullable;

/// Verifies a bundle: one session that was taken out of a log. The same checks as for a log, as far
/// as a single session can answer them.
public final class BundleVerifier {
    private final List<VerifierKey> trusted;
    private final Findings findings = new Findings();
    private final SessionChain chain = new SessionChain(findings);
    private final SortedMap<String, byte[]> files;
    private final BundlePayloads payloads;

    private String note = "";
    private @Nullable CheckpointText checkpoint;
    private String keyId = "";
    private boolean known;
    private @Nullable SessionId session;
    private @Nullable Instant from;
    private @Nullable Instant to;
    private long records;

    private BundleVerifier(
            SortedMap<String, byte[]> files, List<VerifierKey> trusted, ReadingKeys readers) {
        this.files = files;
        this.trusted = List.copyOf(trusted);
        this.payloads = new BundlePayloads(files, readers, findings);
    }

    /// Answers every check.
    ///
    /// @param bundle a folder or a zip
    public static VerificationReport verify(Path bundle, List<VerifierKey> trusted)
            throws IOException {
        return verify(bundle, trusted, ReadingKeys.NONE);
    }

    /// Answers every check, and opens the payloads that are for one of the readers' keys.
    ///
    /// @param bundle a folder or a zip
    public static VerificationReport verify(
            Path bundle, List<VerifierKey> trusted, ReadingKeys readers) throws IOException {
        try {
            return new BundleVerifier(BundleFiles.read(bundle), trusted, readers).report();
        } catch (BundleRefused e) {
            return new BundleVerifier(Collections.emptySortedMap(), trusted, readers)
                    .refused(e.what());
        }
    }

    private VerificationReport report() {
        for (String name : files.keySet()) {
            if (!BundleFiles.belongs(name)) {
                broken(Check.FRAMING, name + " does not belong in a bundle");
            }
        }
        readCheckpoint();
        readReceiver();
        for (var file : under(BundleFiles.ERASURES).entrySet()) {
            if (BundleFiles.belongs(file.getKey()) && file.getKey().endsWith(".json")) {
                erasure(file.getKey().substring(BundleFiles.ERASURES.length()), file.getValue());
            }
        }
        for (var file : under(BundleFiles.LEAVES).entrySet()) {
            String name = file.getKey().substring(BundleFiles.LEAVES.length());
            if (BundleFiles.belongs(file.getKey())) {
                record(name.substring(0, name.indexOf('.')), file.getValue());
            }
        }
        if (records == 0) {
            broken(Check.RECORDS, "the bundle holds no record");
        }
        if (under(BundleFiles.PROOFS).size() != records + payloads.orders().size()) {
            broken(Check.FRAMING, "there are not as many proofs as records");
        }
        if (under(BundleFiles.ERASURES).size() > 2 * payloads.orders().size()) {
            broken(Check.FRAMING, "there are more proofs than orders");
        }
        payloads.finish();
        if (payloads.orders().values().stream()
                .anyMatch(order -> !order.session().equals(session))) {
            broken(Check.RECORDS, "it holds an order to erase something of another session");
        }
        if (chain.opened() > 1) {
            broken(Check.SESSIONS, "the session is opened more than once");
        }
        if (chain.open() > 0) {
            findings.unknown(Check.SESSIONS, "the bundle has no end of the session");
        }
        findings.unknown(Check.CONTINUITY, "a bundle holds one session, not the gateway's life");
        findings.unknown(Check.DECISIONS, "a bundle does not show who enrolled which device key");
        findings.unknown(Check.POPULATION, "a bundle does not show what other sessions there were");
        return answer();
    }

    private VerificationReport refused(String why) {
        broken(Check.FRAMING, why);
        for (Check check : Check.values()) {
            findings.unknown(check, "nothing was read, see framing");
        }
        return answer();
    }

    private SortedMap<String, byte[]> under(String folder) {
        return files.subMap(folder, folder + Character.MAX_VALUE);
    }

    private void readReceiver() {
        byte @Nullable [] anew = files.get(BundleFiles.RECEIVER_KEY);
        try {
            if (anew != null) {
                WrappedKey.read(anew);
            }
        } catch (Malformed e) {
            broken(Check.FRAMING, "the receiver's key cannot be read: " + e.what());
        }
    }

    private void readCheckpoint() {
        byte[] bytes = files.getOrDefault(BundleFiles.CHECKPOINT, new byte[0]);
        try {
            SignedNote signed = SignedNote.parse(bytes);
            checkpoint = CheckpointText.parse(signed.text());
            note = new String(bytes, UTF_8);
            keyId = signed.signatures().getFirst().keyId();
            for (VerifierKey key : trusted) {
                judge(key, signed);
            }
            if (!known) {
                findings.unknown(Check.SIGNATURES, "signed by key " + keyId + ", not trusted");
            }
        } catch (ParseException e) {
            broken(Check.SIGNATURES, "the checkpoint cannot be read: " + e.getMessage());
        }
    }

    private void judge(VerifierKey key, SignedNote signed) {
        switch (key.opinion(signed)) {
            case SIGNED -> {
                known = true;
                keyId = key.id();
                if (checkpoint != null && !key.name().equals(checkpoint.origin())) {
                    broken(Check.SIGNATURES, "the checkpoint is signed by the key of another log");
                }
            }
            case FORGED -> broken(Check.SIGNATURES, "the checkpoint's signature is not genuine");
            case HALF ->
                    broken(
                            Check.SIGNATURES,
                            "the checkpoint lacks one of the two signatures of key " + key.id());
            case SILENT -> {
                // Another key's business.
            }
        }
    }

    private void record(String digits, byte[] bytes) {
        long index = records;
        try {
            index = Long.parseLong(digits);
            Leaf leaf = Leaf.read(bytes);
            byte[] hash = TreeHash.leaf(bytes);
            records++;
            if (leaf.index() != index || !(leaf.event() instanceof SessionEvent event)) {
                findings.broken(
                        Check.RECORDS, index, "record " + index + " is not what its name says");
                return;
            }
            if (session != null && !session.equals(event.session())) {
                findings.broken(
                        Check.SESSIONS, index, "record " + index + " is of another session");
                return;
            }
            session = event.session();
            from = from == null ? event.at() : from;
            to = event.at();
            chain.accept(leaf, event, hash);
            prove(index, digits, hash);
            payloads.accept(leaf, digits);
        } catch (Malformed e) {
            findings.broken(
                    Check.RECORDS, index, "record " + index + " cannot be read: " + e.what());
        } catch (NumberFormatException e) {
            broken(Check.FRAMING, "no record has the number " + digits);
        }
    }

    /// A record outside the session that orders payloads of it to be gone.
    private void erasure(String name, byte[] bytes) {
        String digits = name.substring(0, name.indexOf('.'));
        try {
            long index = Long.parseLong(digits);
            Leaf leaf = Leaf.read(bytes);
            if (leaf.index() != index || !(leaf.event() instanceof PayloadErased order)) {
                findings.broken(
                        Check.RECORDS, index, "record " + index + " is not what its name says");
                return;
            }
            payloads.order(index, order);
            prove(index, digits, TreeHash.leaf(bytes));
            sealed(index, TreeHash.leaf(bytes));
        } catch (Malformed e) {
            broken(Check.RECORDS, "an order to erase cannot be read: " + e.what());
        } catch (NumberFormatException e) {
            broken(Check.FRAMING, "no record has the number " + digits);
        }
    }

    private void sealed(long index, byte[] hash) {
        if (!known) {
            return;
        }
        OrderSeal.objection(files.get(BundleFiles.seal(index)), index, hash, trusted)
                .ifPresent(why ->
                        findings.broken(
                                Check.PAYLOADS,
                                index,
                                "nothing shows that the order of record "
                                        + index
                                        + " was signed before anybody could have written it: "
                                        + why));
    }

    private void prove(long index, String digits, byte[] hash) {
        byte[] stored =
                files.getOrDefault(BundleFiles.PROOFS + digits + ".tlog-proof", new byte[0]);
        try {
            TlogProof proof = TlogProof.parse(stored);
            if (proof.index() == index && proof.checkpoint().equals(note) && proves(proof, hash)) {
                return;
            }
            findings.broken(
                    Check.TREE, index, "record " + index + " is not in the log of the checkpoint");
        } catch (ParseException e) {
            findings.broken(
                    Check.TREE, index, "the proof of record " + index + ": " + e.getMessage());
        }
    }

    private boolean proves(TlogProof proof, byte[] hash) {
        @Nullable CheckpointText signed = checkpoint;
        if (signed == null || proof.index() >= signed.size()) {
            return false;
        }
        return new InclusionProof(proof.index(), signed.size(), proof.path())
                .root(hash)
                .map(root -> Arrays.equals(root, signed.root()))
                .orElse(false);
    }

    private VerificationReport answer() {
        boolean signed = known && checkpoint != null;
        return new VerificationReport(
                verdict(),
                findings.results(holding()),
                checkpoint == null ? "" : checkpoint.origin(),
                keyId,
                records,
                chain.opened(),
                chain.open(),
                payloads.bytes(),
                Optional.ofNullable(from),
                Optional.ofNullable(to),
                signed && checkpoint != null ? checkpoint.size() : 0,
                signed && checkpoint != null ? Leaf.hex(checkpoint.root()) : "",
                Coverage.NONE,
                payloads.erased());
    }

    private Verdict verdict() {
        Optional<Findings.Alteration> alteration = findings.alteration();
        if (alteration.isPresent()) {
            return new Verdict.Altered(
                    alteration.get().record(),
                    Findings.sentence(alteration.get().what()),
                    "Nothing in a bundle is proven unless all of it is.");
        }
        return known ? new Verdict.Intact() : new Verdict.UnknownKey(keyId);
    }

    private Map<Check, String> holding() {
        var holding = new EnumMap<Check, String>(Check.class);
        holding.put(Check.FRAMING, Counts.of(files.size(), "file") + ", each with a place here");
        holding.put(
                Check.RECORDS, Counts.of(records, "record") + ", each in its one canonical form");
        holding.put(Check.TREE, "every record is proven to lie in the log of the checkpoint");
        holding.put(Check.SIGNATURES, "the checkpoint is signed by key " + keyId);
        holding.put(
                Check.SESSIONS,
                "the session has all of its records, and its end counts and sums them up");
        holding.put(Check.PAYLOADS, payloads.words());
        return holding;
    }

    private void broken(Check check, String what) {
        findings.broken(check, Findings.NO_RECORD, what);
    }
}
