package org.affidavit.gateway.masking;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.affidavit.gateway.masking.Masking.ResultColumn;

/// The digits of a `bigint` or `numeric` before its decimal point, in either format, so that they
/// can be searched.
final class WholeNumber {
    private static final long NUMERIC = 1700;
    private static final int HEAD = 8;

    /// Groups of four digits: more than any value that is searched for has.
    private static final int GROUPS_MAX = 6;

    private WholeNumber() {}

    /// Empty if the number is too long to be anything that is searched for, or not a number.
    static String digits(ResultColumn column, byte[] value) throws MaskingFailure {
        if (column.format() == 0) {
            return whole(new String(value, StandardCharsets.US_ASCII));
        }
        ByteBuffer bytes = ByteBuffer.wrap(value);
        if (column.typeOid() == NUMERIC) {
            return numeric(column, bytes);
        }
        if (value.length != Long.BYTES) {
            throw unknown(column);
        }
        return whole(Long.toString(bytes.getLong()));
    }

    static String whole(String number) {
        String unsigned = number.startsWith("-") ? number.substring(1) : number;
        int point = unsigned.indexOf('.');
        return point < 0 ? unsigned : unsigned.substring(0, point);
    }

    private static String numeric(ResultColumn column, ByteBuffer bytes) throws MaskingFailure {
        if (bytes.limit() < HEAD) {
            throw unknown(column);
        }
        int groups = Short.toUnsignedInt(bytes.getShort());
        int weight = bytes.getShort();
        if (bytes.limit() != HEAD + 2 * groups) {
            throw unknown(column);
        }
        if (weight >= GROUPS_MAX || groups == 0) {
            return "";
        }
        StringBuilder digits = new StringBuilder();
        for (int i = 0; i <= weight; i++) {
            int group = i < groups ? Short.toUnsignedInt(bytes.getShort(HEAD + 2 * i)) : 0;
            digits.append(String.format(Locale.ROOT, i == 0 ? "%d" : "%04d", group));
        }
        return digits.toString();
    }

    private static MaskingFailure unknown(ResultColumn column) {
        return new MaskingFailure(
                "Column " + column.name() + " holds a number in a form that is not known.");
    }
}
