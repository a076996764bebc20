package org.affidavit.sessionlog.encode;

import java.util.SortedMap;

/// RFC 8785 (JCS) JSON in a narrow profile that every language reads alike: objects with sorted
/// keys, arrays, strings, booleans and integers within 2^53-1. Wider integers are decimal strings.
/// No null, no fractions, no duplicate keys, no nesting deeper than [#DEPTH_MAX].
public final class CanonicalJson {
    public static final int DEPTH_MAX = 6;
    static final long INTEGER_MAX = (1L << 53) - 1;

    private CanonicalJson() {}

    /// @throws Malformed if a text has no UTF-8 form
    public static byte[] write(SortedMap<String, Object> object) throws Malformed {
        var out = new JsonOut();
        out.value(object);
        return out.bytes();
    }

    /// Reads one object and nothing behind it.
    ///
    /// @throws Malformed if these are not exactly the bytes that [#write] makes of what they say
    public static SortedMap<String, Object> read(byte[] bytes) throws Malformed {
        return new JsonIn(bytes).document().map();
    }
}
