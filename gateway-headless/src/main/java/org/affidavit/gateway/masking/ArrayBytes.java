package org.affidavit.gateway.masking;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.affidavit.gateway.masking.Masking.Cell;
import org.affidavit.gateway.masking.Masking.ResultColumn;
import org.affidavit.gateway.masking.ValueSearch.Elements;

/// Arrays in binary format: dimensions, whether there are NULLs, the type of the elements, the size
/// and first index of each dimension, then each element behind its length, which is -1 for NULL.
final class ArrayBytes {
    private static final int DIMENSIONS_MAX = 6;
    private static final int NULLS_AT = 4;
    private static final int TYPE_AT = 8;
    private static final int HEAD = 12;

    private ArrayBytes() {}

    static Cell mask(ResultColumn column, byte[] value, Elements inside) throws MaskingFailure {
        ByteBuffer in = ByteBuffer.wrap(value);
        int dimensions = value.length < HEAD ? -1 : in.getInt(0);
        int start = HEAD + 2 * Integer.BYTES * dimensions;
        if (dimensions < 0 || dimensions > DIMENSIONS_MAX || value.length < start) {
            throw unknown(column);
        }
        long type = Integer.toUnsignedLong(in.getInt(TYPE_AT));
        if (ValueKind.of(type) == ValueKind.PLAIN) {
            return Cell.untouched(value);
        }
        Set<String> rules = new LinkedHashSet<>();
        List<Optional<byte[]>> elements = new ArrayList<>();
        in.position(start);
        while (in.hasRemaining()) {
            Optional<byte[]> element = LengthFirst.read(in).orElseThrow(() -> unknown(column));
            if (element.isPresent()) {
                Cell cell = inside.mask(type, element.get());
                rules.addAll(cell.rules());
                element = cell.value();
            }
            elements.add(element);
        }
        if (rules.isEmpty()) {
            return Cell.untouched(value);
        }
        byte[] masked = LengthFirst.write(ByteBuffer.wrap(value, 0, start), elements);
        if (elements.contains(Optional.<byte[]>empty())) {
            ByteBuffer.wrap(masked).putInt(NULLS_AT, 1);
        }
        return new Cell(Optional.of(masked), List.copyOf(rules));
    }

    private static MaskingFailure unknown(ResultColumn column) {
        return new MaskingFailure(
                "Column " + column.name() + " holds an array in a form that is not known.");
    }
}
