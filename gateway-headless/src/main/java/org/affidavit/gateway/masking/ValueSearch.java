package org.affidavit.gateway.masking;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.affidavit.gateway.masking.Masking.Cell;
import org.affidavit.gateway.masking.Masking.MaskedText;
import org.affidavit.gateway.masking.Masking.ResultColumn;

/// Looks into values of every type for what the detectors find. What was found is replaced inside
/// of the value where the value then still is one of its type, and the value by NULL elsewhere.
final class ValueSearch {
    /// Composites inside of composites, and the like.
    private static final int DEPTH_MAX = 16;

    /// What a value may be whose digits stand in it as no text: int8, numeric, their arrays, rows.
    private static final long[] GUESSES = {20, 1700, 1016, 2249};

    private static final HexFormat HEX = HexFormat.of();

    private final RuleMasking masking;

    ValueSearch(RuleMasking masking) {
        this.masking = masking;
    }

    Cell search(ResultColumn column, byte[] value) throws MaskingFailure {
        return search(column, value, 0);
    }

    private Cell search(ResultColumn column, byte[] value, int depth) throws MaskingFailure {
        if (depth > DEPTH_MAX) {
            throw new MaskingFailure("Column " + column.name() + " holds too many levels.");
        }
        boolean binary = column.format() == 1;
        Elements inside = (type, element) -> search(column.element(type), element, depth + 1);
        return switch (ValueKind.of(column.typeOid())) {
            case PLAIN -> Cell.untouched(value);
            case NUMBER -> withheld(value, masking.number(WholeNumber.digits(column, value)));
            case TEXT -> text(text(column, value), value);
            case JSON, JSONB -> json(column, value, List.of());
            case BYTES -> withheld(value, rules(bytes(value, binary)));
            case ARRAY ->
                    binary
                            ? ArrayBytes.mask(column, value, inside)
                            : ArrayText.mask(column, text(column, value), value, inside);
            case RECORD ->
                    binary
                            ? RecordBytes.mask(column, value, inside)
                            : RecordText.mask(column, text(column, value), value, inside);
            case UNTOLD ->
                    binary ? withheld(value, guessed(column, value, depth)) : untold(column, value);
            case OTHER -> withheld(value, rules(other(column, value)));
        };
    }

    /// Masks members of a document.
    ///
    /// @param members which, beside what the detectors find
    Cell json(ResultColumn column, byte[] value, List<JsonMask> members) throws MaskingFailure {
        boolean versioned =
                column.format() == 1 && ValueKind.of(column.typeOid()) == ValueKind.JSONB;
        if (versioned && (value.length == 0 || value[0] != 1)) {
            throw new MaskingFailure(
                    "Column " + column.name() + " holds a document in a form that is not known.");
        }
        int start = versioned ? 1 : 0;
        String text = text(column, ByteBuffer.wrap(value, start, value.length - start));
        if (members.isEmpty() && text.indexOf('\\') < 0 && masking.text(text).rules().isEmpty()) {
            return Cell.untouched(value);
        }
        Set<String> rules = new LinkedHashSet<>();
        byte[] document = new JsonMasker(masking, members, rules).mask(column, text);
        if (rules.isEmpty()) {
            return Cell.untouched(value);
        }
        byte[] whole =
                versioned
                        ? ByteBuffer.allocate(1 + document.length)
                                .put((byte) 1)
                                .put(document)
                                .array()
                        : document;
        return new Cell(Optional.of(whole), List.copyOf(rules));
    }

    private Cell text(String text, byte[] value) {
        MaskedText found = masking.text(text);
        return found.rules().isEmpty()
                ? Cell.untouched(value)
                : new Cell(
                        Optional.of(found.text().getBytes(StandardCharsets.UTF_8)), found.rules());
    }

    private List<String> rules(String text) {
        return masking.text(text).rules();
    }

    private static Cell withheld(byte[] value, List<String> rules) {
        return rules.isEmpty() ? Cell.untouched(value) : new Cell(Optional.empty(), rules);
    }

    private static String bytes(byte[] value, boolean binary) {
        String text = new String(value, StandardCharsets.ISO_8859_1);
        if (binary || !text.startsWith("\\x")) {
            return text;
        }
        try {
            return new String(HEX.parseHex(text, 2, text.length()), StandardCharsets.ISO_8859_1);
        } catch (IllegalArgumentException _) {
            return text;
        }
    }

    /// Binary forms that are not known are searched as they are: text stands in them unchanged.
    private static String other(ResultColumn column, byte[] value) throws MaskingFailure {
        return column.format() == 0
                ? text(column, value)
                : new String(value, StandardCharsets.ISO_8859_1);
    }

    /// Words may be spliced, and nothing that may be a number, a document or an array.
    private Cell untold(ResultColumn column, byte[] value) throws MaskingFailure {
        String text = text(column, value);
        boolean words = text.chars().anyMatch(Character::isLetter) && !isNested(text);
        List<String> inBytes = text.startsWith("\\x") ? rules(bytes(value, false)) : List.of();
        return words && inBytes.isEmpty()
                ? text(text, value)
                : withheld(value, inBytes.isEmpty() ? rules(text) : inBytes);
    }

    private static boolean isNested(String text) {
        return !text.isEmpty() && "{[(\"".indexOf(text.charAt(0)) >= 0;
    }

    /// As all that it may be; what it consists of is not guessed again.
    private List<String> guessed(ResultColumn column, byte[] value, int depth) {
        Set<String> rules =
                new LinkedHashSet<>(rules(new String(value, StandardCharsets.ISO_8859_1)));
        rules.addAll(rules(new String(value, StandardCharsets.UTF_8)));
        if (depth == 0) {
            for (long type : GUESSES) {
                rules.addAll(rulesIf(column.element(type), value));
            }
        }
        return List.copyOf(rules);
    }

    private List<String> rulesIf(ResultColumn guess, byte[] value) {
        try {
            return search(guess, value, 1).rules();
        } catch (MaskingFailure _) {
            // Then it is not of that type.
            return List.of();
        }
    }

    static String text(ResultColumn column, byte[] value) throws MaskingFailure {
        return text(column, ByteBuffer.wrap(value));
    }

    private static String text(ResultColumn column, ByteBuffer value) throws MaskingFailure {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(value).toString();
        } catch (CharacterCodingException _) {
            throw new MaskingFailure("Column " + column.name() + " holds text that is not UTF-8.");
        }
    }

    /// Masks what a value consists of.
    interface Elements {
        /// @param type its OID
        /// @param value in the format of the whole
        Cell mask(long type, byte[] value) throws MaskingFailure;
    }
}
