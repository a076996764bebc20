package org.affidavit.gateway.masking;

/// What the gateway knows of PostgreSQL's types, by OID: enough to replace and to search values.
enum ValueKind {
    /// Text: the bytes are the same in both formats, and any text may take its place.
    TEXT,
    /// JSON text in both formats.
    JSON,
    /// JSON text, in binary behind a version byte.
    JSONB,
    /// Numbers that are wide enough for a payment card's.
    NUMBER,
    /// Other numbers, times, identifiers: nothing to search.
    PLAIN,
    /// Everything else: arrays, composites, byte strings, types of extensions.
    OTHER;

    static ValueKind of(long typeOid) {
        return switch ((int) typeOid) {
            case 19, 25, 705, 1042, 1043 -> TEXT;
            case 114 -> JSON;
            case 3802 -> JSONB;
            case 20, 1700 -> NUMBER;
            // bool, int2, int4, oid, float4, float8, money, date, time, timestamp,
            // timestamptz, interval, timetz, uuid, tid, xid, cid, pg_lsn, void
            case 16,
                    21,
                    23,
                    26,
                    27,
                    28,
                    29,
                    700,
                    701,
                    790,
                    1082,
                    1083,
                    1114,
                    1184,
                    1186,
                    1266,
                    2950,
                    3220,
                    2278 ->
                    PLAIN;
            default -> OTHER;
        };
    }
}
