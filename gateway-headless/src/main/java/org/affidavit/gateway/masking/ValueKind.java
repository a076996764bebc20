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
    /// Bytes, in text as hexadecimal digits or with octal escapes.
    BYTES,
    /// Arrays whose elements are of a known type.
    ARRAY,
    /// Rows of no declared type.
    RECORD,
    /// Other numbers, times, identifiers: nothing to search.
    PLAIN,
    /// What nobody said the type of.
    UNTOLD,
    /// Everything else: types of extensions and of the database's own.
    OTHER;

    /// The type of a column whose type is not known.
    static final long UNTOLD_OID = 0;

    static ValueKind of(long typeOid) {
        return switch ((int) typeOid) {
            case 0 -> UNTOLD;
            // name, text, unknown, bpchar, varchar, xml
            case 19, 25, 705, 1042, 1043, 142 -> TEXT;
            case 114 -> JSON;
            case 3802 -> JSONB;
            // int8, numeric
            case 20, 1700 -> NUMBER;
            case 17 -> BYTES;
            case 2249 -> RECORD;
            // bool, int2, int4, oid, tid, xid, cid, float4, float8, money, date, time, timestamp,
            // timestamptz, interval, timetz, uuid, pg_lsn, void
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
            default -> element(typeOid) == UNTOLD_OID ? OTHER : ARRAY;
        };
    }

    /// The type of an array's elements; [#UNTOLD_OID] if it is none that is known.
    static long element(long arrayOid) {
        return switch ((int) arrayOid) {
            case 1000 -> 16;
            case 1001 -> 17;
            case 1003 -> 19;
            case 1016 -> 20;
            case 1005 -> 21;
            case 1007 -> 23;
            case 1009 -> 25;
            case 1028 -> 26;
            case 199 -> 114;
            case 143 -> 142;
            case 1021 -> 700;
            case 1022 -> 701;
            case 791 -> 790;
            case 1014 -> 1042;
            case 1015 -> 1043;
            case 1182 -> 1082;
            case 1183 -> 1083;
            case 1115 -> 1114;
            case 1185 -> 1184;
            case 1187 -> 1186;
            case 1270 -> 1266;
            case 1231 -> 1700;
            case 2287 -> 2249;
            case 2951 -> 2950;
            case 3807 -> 3802;
            default -> UNTOLD_OID;
        };
    }
}
