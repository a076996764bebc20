package org.affidavit.sessionlog.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.affidavit.sessionlog.LogTree;
import org.affidavit.sessionlog.bundle.TlogProof;
import org.affidavit.sessionlog.key.LogSigner;
import org.affidavit.sessionlog.samples.SampleLogs;
import org.affidavit.sessionlog.samples.SampleLogs.Sample;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The proof of record 3 of the sample log.
class RecordVerdictTest {
    @TempDir Path folder;
    private Sample sample;
    private LogTree tree;
    private byte[] leaf;
    private byte[] proof;

    @BeforeEach
    void prove() throws IOException {
        sample = SampleLogs.write(folder);
        tree = LogTree.newest(sample.folder());
        leaf = tree.prove(3).leaf();
        proof = proof(3);
    }

    private byte[] proof(long index) throws IOException {
        var path = tree.prove(index).proof().path();
        return new TlogProof(index, path, tree.checkpoint().note()).format().getBytes(UTF_8);
    }

    private RecordVerdict judge(byte[] proof, byte[] leaf) {
        return RecordVerdict.judge(proof, leaf, List.of(sample.verifierKey()));
    }

    private static byte[] changed(byte[] bytes, int at) {
        byte[] changed = bytes.clone();
        changed[at] ^= 1;
        return changed;
    }

    @Test
    void aRecordIsProven() {
        assertThat(judge(proof, leaf))
                .isInstanceOfSatisfying(
                        RecordVerdict.Proven.class,
                        proven -> {
                            assertThat(proven.leaf().index()).isEqualTo(3);
                            assertThat(proven.checkpoint().origin()).isEqualTo(SampleLogs.ORIGIN);
                            assertThat(proven.keyId()).isEqualTo(sample.verifierKey().id());
                        });
    }

    @Test
    void nothingIsProvenWithAByteChanged() {
        for (int at = 0; at < leaf.length; at++) {
            assertThat(judge(proof, changed(leaf, at))).isInstanceOf(RecordVerdict.Altered.class);
        }
        for (int at = 0; at < proof.length; at++) {
            assertThat(judge(changed(proof, at), leaf)).isNotInstanceOf(RecordVerdict.Proven.class);
        }
    }

    @Test
    void nothingIsProvenOfAnotherRecord() throws IOException {
        assertThat(judge(proof(4), leaf))
                .isEqualTo(
                        new RecordVerdict.Altered(
                                "the proof is of record 4, and the record says that it is record"
                                        + " 3"));
        assertThat(judge(proof, tree.prove(4).leaf())).isInstanceOf(RecordVerdict.Altered.class);
    }

    @Test
    void aHashMoreOrLessProvesNothing() throws IOException {
        var path = tree.prove(3).proof().path();
        var note = tree.checkpoint().note();
        var shorter = new TlogProof(3, path.subList(0, path.size() - 1), note).format();
        assertThat(judge(shorter.getBytes(UTF_8), leaf)).isInstanceOf(RecordVerdict.Altered.class);
        assertThat(judge(new byte[0], leaf)).isInstanceOf(RecordVerdict.Altered.class);
        assertThat(judge(new byte[TlogProof.BYTES_MAX + 1], leaf))
                .isInstanceOf(RecordVerdict.Altered.class);
    }

    @Test
    void aKeyThatWasNotGivenIsUnknown() throws IOException {
        var other = LogSigner.create(folder.resolve("other.key"), SampleLogs.ORIGIN).verifierKey();
        assertThat(RecordVerdict.judge(proof, leaf, List.of(other)))
                .isEqualTo(new RecordVerdict.UnknownKey(sample.verifierKey().id()));
        assertThat(RecordVerdict.judge(proof, changed(leaf, 9), List.of(other)))
                .isInstanceOf(RecordVerdict.Altered.class);
    }
}
