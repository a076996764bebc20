package org.affidavit.sessionlog.fuzz;

import java.util.Arrays;
import org.affidavit.sessionlog.encode.Leaf;
import org.affidavit.sessionlog.encode.Malformed;

/// A leaf that is understood is written as it was read.
public final class FuzzLeaf {
    private FuzzLeaf() {}

    public static void fuzzerTestOneInput(byte[] bytes) throws Malformed {
        Leaf leaf;
        try {
            leaf = Leaf.read(bytes);
        } catch (Malformed refused) {
            // The one answer to bytes that are no leaf.
            return;
        }
        if (!Arrays.equals(leaf.bytes(), bytes)) {
            throw new AssertionError("a leaf is not written as it was read");
        }
    }
}
