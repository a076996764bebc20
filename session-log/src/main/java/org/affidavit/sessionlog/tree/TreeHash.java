package org.affidavit.sessionlog.tree;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// The three hashes of RFC 6962 section 2.1 (the same in RFC 9162 section 2.1):
///
/// ```
/// empty = SHA-256("")
/// leaf  = SHA-256(0x00 || leaf bytes)
/// node  = SHA-256(0x01 || left || right)
/// ```
///
/// The prefixes keep a leaf from ever passing for a node.
public final class TreeHash {
    /// Length of every hash, in bytes.
    public static final int BYTES = 32;

    private static final MessageDigest FRESH = fresh();
    private static final byte LEAF = 0;
    private static final byte NODE = 1;

    private TreeHash() {}

    /// Root of the tree without leaves.
    public static byte[] empty() {
        return sha256().digest();
    }

    /// Hash of one leaf, over exactly these bytes.
    public static byte[] leaf(byte[] bytes) {
        var digest = sha256();
        digest.update(LEAF);
        return digest.digest(bytes);
    }

    /// Hash of one leaf of a tree over other leaves' hashes. The prefix keeps its root from passing
    /// for a root of the log.
    public static byte[] leaf(byte[] prefix, byte[] leafHash) {
        var digest = sha256();
        digest.update(LEAF);
        digest.update(prefix);
        return digest.digest(leafHash);
    }

    /// Hash of an inner node.
    public static byte[] node(byte[] left, byte[] right) {
        var digest = sha256();
        digest.update(NODE);
        digest.update(left);
        return digest.digest(right);
    }

    /// A fresh SHA-256. Looking one up takes longer than hashing a node, so one is looked up once.
    public static MessageDigest sha256() {
        try {
            return (MessageDigest) FRESH.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("The platform's SHA-256 can be copied", e);
        }
    }

    private static MessageDigest fresh() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
