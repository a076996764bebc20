package org.affidavit.sessionlog.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Optional;
import org.affidavit.sessionlog.encode.Disclosure;
import org.affidavit.sessionlog.encode.Leaf;
import org.affidavit.sessionlog.encode.Malformed;
import org.affidavit.sessionlog.key.VerifierKey;
import org.affidavit.sessionlog.vault.ShownUnits;

/// What a disclosure proves to somebody who has neither the log nor a key that opens payloads.
public sealed interface DisclosureVerdict {
    /// Every unit shown is one that the record commits to, and the record lies in a signed log.
    record Proven(RecordVerdict.Proven record, Disclosure disclosure)
            implements DisclosureVerdict {}

    /// It all fits together, and no trusted key signed.
    record UnknownKey(String keyId) implements DisclosureVerdict {}

    /// Something in it is not what was recorded.
    ///
    /// @param what without a full stop
    record Altered(String what) implements DisclosureVerdict {}

    /// @param document bytes of a [Disclosure]
    static DisclosureVerdict judge(byte[] document, List<VerifierKey> trusted) {
        try {
            Disclosure disclosure = Disclosure.read(document);
            byte[] proof = disclosure.proof().getBytes(UTF_8);
            RecordVerdict record = RecordVerdict.judge(proof, disclosure.leaf(), trusted);
            if (record instanceof RecordVerdict.Altered(String what)) {
                return new Altered(what);
            }
            Optional<Leaf.Commitment> payload = Leaf.read(disclosure.leaf()).payload();
            if (payload.isEmpty()) {
                return new Altered("the record commits to no payload, so nothing is of it");
            }
            Optional<String> objection = ShownUnits.objection(disclosure, payload.get());
            if (objection.isPresent()) {
                return new Altered(objection.get());
            }
            return switch (record) {
                case RecordVerdict.Proven proven -> new Proven(proven, disclosure);
                case RecordVerdict.UnknownKey(String keyId) -> new UnknownKey(keyId);
                case RecordVerdict.Altered(String what) -> new Altered(what);
            };
        } catch (Malformed e) {
            return new Altered("the disclosure cannot be read: " + e.what());
        }
    }
}
