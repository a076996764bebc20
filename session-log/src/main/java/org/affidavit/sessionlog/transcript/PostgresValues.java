package org.affidavit.sessionlog.transcript;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.affidavit.sessionlog.transcript.Bytes.Malformed;
import org.affidavit.sessionlog.transcript.Frame.Cell;

/// Values in PostgreSQL's text and binary formats, for the types that agents meet every day.
public final class PostgresValues {
    private static final Map<Long, String> NAMES =
            Map.ofEntries(
                    Map.entry(16L, "bool"),
                    Map.entry(17L, "bytea"),
                    Map.entry(18L, "char"),
                    Map.entry(19L, "name"),
                    Map.entry(20L, "int8"),
                    Map.entry(21L, "int2"),
                    Map.entry(23L, "int4"),
                    Map.entry(25L, "text"),
                    Map.entry(26L, "oid"),
                    Map.entry(114L, "json"),
                    Map.entry(142L, "xml"),
                    Map.entry(700L, "float4"),
                    Map.entry(701L, "float8"),
                    Map.entry(705L, "unknown"),
                    Map.entry(1042L, "bpchar"),
                    Map.entry(1043L, "varchar"),
                    Map.entry(1082L, "date"),
                    Map.entry(1083L, "time"),
                    Map.entry(1114L, "timestamp"),
                    Map.entry(1184L, "timestamptz"),
                    Map.entry(1186L, "interval"),
                    Map.entry(1700L, "numeric"),
                    Map.entry(2950L, "uuid"),
                    Map.entry(3802L, "jsonb"));
    private static final LocalDateTime EPOCH = LocalDateTime.of(2000, 1, 1, 0, 0);
    private static final String INFINITY = "infinity";
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd", Locale.ROOT);
    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder()
                    .appendPattern("HH:mm:ss")
                    .appendFraction(ChronoField.MICRO_OF_SECOND, 0, 6, true)
                    .toFormatter(Locale.ROOT);
    private static final DateTimeFormatter TIMESTAMP =
            new DateTimeFormatterBuilder()
                    .append(DATE)
                    .appendLiteral(' ')
                    .append(TIME)
                    .toFormatter(Locale.ROOT);
    private static final int NUMERIC_NEGATIVE = 0x4000;
    private static final Map<Integer, String> NUMERIC_SPECIAL =
            Map.of(0xC000, "NaN", 0xD000, "Infinity", 0xF000, "-Infinity");

    // Written out in full up to here. A dozen bytes can mean a number of 100,000 digits.
    private static final int NUMERIC_DIGITS_MAX = 1_000;

    private PostgresValues() {}

    /// The type's name, or its OID where it is not one of the everyday ones.
    static String typeName(long oid) {
        return NAMES.getOrDefault(oid, "oid " + oid);
    }

    /// The number at the end of a completion tag such as `DELETE 3`; -1 when there is none.
    static long rows(String tag) {
        int space = tag.lastIndexOf(' ');
        String number = tag.substring(space + 1);
        if (space < 0 || number.isEmpty() || number.length() > 18) {
            return -1;
        }
        return number.chars().allMatch(c -> c >= '0' && c <= '9') ? Long.parseLong(number) : -1;
    }

    /// A value as text; as hexadecimal bytes when it has no text form here.
    static String text(byte[] value, long type, int format) {
        return read(value, type, format).orElseGet(() -> "\\x" + HexFormat.of().formatHex(value));
    }

    static Cell cell(byte[] value, long type, int format) {
        return read(value, type, format)
                .<Cell>map(Cell.Value::new)
                .orElseGet(() -> new Cell.Bytes(value));
    }

    /// A value as text, or nothing where it has no text form here.
    ///
    /// @param type the OID of its type; text needs none
    /// @param format 0 for text, 1 for binary
    public static Optional<String> read(byte[] value, long type, int format) {
        try {
            if (format == 0) {
                return utf8(value);
            }
            if (format != 1) {
                return Optional.empty();
            }
            var in = new Bytes(value);
            Optional<String> text = binary(in, type);
            // Bytes left over are not of that type, and none may go unseen.
            return in.left() == 0 ? text : Optional.empty();
        } catch (Malformed | ArithmeticException | DateTimeException notThatType) {
            return Optional.empty();
        }
    }

    private static Optional<String> utf8(byte[] value) {
        try {
            return Optional.of(
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString());
        } catch (CharacterCodingException notText) {
            return Optional.empty();
        }
    }

    private static Optional<String> binary(Bytes in, long type) throws Malformed {
        return switch (typeName(type)) {
            case "text", "varchar", "bpchar", "name", "json", "xml", "unknown", "char" ->
                    utf8(in.take(in.left()));
            case "bool" -> Optional.of(in.int8() == 0 ? "f" : "t");
            case "int2" -> Optional.of(String.valueOf((short) in.int16()));
            case "int4" -> Optional.of(String.valueOf(in.int32()));
            case "oid" -> Optional.of(String.valueOf(in.uint32()));
            case "int8" -> Optional.of(String.valueOf(in.int64()));
            case "float4" -> {
                float number = Float.intBitsToFloat(in.int32());
                yield Optional.of(floating(number, Float.toString(number), 6));
            }
            case "float8" -> {
                double number = Double.longBitsToDouble(in.int64());
                yield Optional.of(floating(number, Double.toString(number), 15));
            }
            case "uuid" -> Optional.of(new UUID(in.int64(), in.int64()).toString());
            case "bytea" -> Optional.of("\\x" + HexFormat.of().formatHex(in.take(in.left())));
            case "date" -> Optional.of(date(in.int32()));
            case "time" -> Optional.of(time(in.int64()));
            case "timestamp" -> Optional.of(timestamp(in.int64(), ""));
            case "timestamptz" -> Optional.of(timestamp(in.int64(), "Z"));
            case "numeric" -> numeric(in);
            case "jsonb" -> in.int8() == 1 ? utf8(in.take(in.left())) : Optional.empty();
            default -> Optional.empty();
        };
    }

    /// As PostgreSQL writes it.
    ///
    /// @param shortest the fewest digits that mean this number
    /// @param plainDigits how many digits before the point it writes without an exponent
    private static String floating(double number, String shortest, int plainDigits) {
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            return shortest;
        }
        if (number == 0) {
            return shortest.startsWith("-") ? "-0" : "0";
        }
        BigDecimal exact = new BigDecimal(shortest).stripTrailingZeros();
        int exponent = exact.precision() - exact.scale() - 1;
        if (exponent >= -4 && exponent < plainDigits) {
            return exact.toPlainString();
        }
        String sign = exponent < 0 ? "-" : "+";
        int distance = Math.abs(exponent);
        return exact.movePointLeft(exponent).stripTrailingZeros().toPlainString()
                + "e"
                + sign
                + (distance < 10 ? "0" : "")
                + distance;
    }

    private static String date(int days) {
        return switch (days) {
            case Integer.MAX_VALUE -> INFINITY;
            case Integer.MIN_VALUE -> "-" + INFINITY;
            default -> written(EPOCH.plusDays(days), DATE, "");
        };
    }

    private static String time(long micros) {
        return TIME.format(LocalTime.ofNanoOfDay(Math.multiplyExact(1_000, micros)));
    }

    private static String timestamp(long micros, String zone) {
        if (micros == Long.MAX_VALUE) {
            return INFINITY;
        }
        return micros == Long.MIN_VALUE
                ? "-" + INFINITY
                : written(EPOCH.plus(micros, ChronoUnit.MICROS), TIMESTAMP, zone);
    }

    private static String written(LocalDateTime when, DateTimeFormatter form, String zone) {
        String era = when.getYear() > 0 ? "" : " BC";
        return form.format(when) + zone + era;
    }

    /// Base-10000 digits: count, weight of the first, sign, digits after the point.
    private static Optional<String> numeric(Bytes in) throws Malformed {
        int count = in.int16();
        int weight = (short) in.int16();
        int sign = in.int16();
        int scale = in.int16();
        if (NUMERIC_SPECIAL.containsKey(sign)) {
            return Optional.ofNullable(NUMERIC_SPECIAL.get(sign));
        }
        boolean signed = sign == NUMERIC_NEGATIVE;
        if ((sign != 0 && !signed) || 4 * count > NUMERIC_DIGITS_MAX) {
            return Optional.empty();
        }
        BigInteger digits = BigInteger.ZERO;
        for (int i = 0; i < count; i++) {
            digits =
                    digits.multiply(BigInteger.valueOf(10_000)).add(BigInteger.valueOf(in.int16()));
        }
        int exponent = 4 * (weight - count + 1);
        BigDecimal number =
                new BigDecimal(signed ? digits.negate() : digits).scaleByPowerOfTen(exponent);
        boolean wide = Math.abs(exponent) > NUMERIC_DIGITS_MAX || scale > NUMERIC_DIGITS_MAX;
        return Optional.of(
                wide
                        ? number.toString()
                        : number.setScale(scale, RoundingMode.DOWN).toPlainString());
    }
}
