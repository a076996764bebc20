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

/// Rows in binary format: how many fields, then each behind its type and length.
final class RecordBytes {
    private record Field(int type, Optional<byte[]> value) {}

    private RecordBytes() {}

    static Cell mask(ResultColumn column, byte[] value, Elements inside) throws MaskingFailure {
        ByteBuffer in = ByteBuffer.wrap(value);
        int count = value.length < Integer.BYTES ? -1 : in.getInt();
        Set<String> rules = new LinkedHashSet<>();
        List<Field> fields = new ArrayList<>();
        while (in.remaining() > Integer.BYTES) {
            int type = in.getInt();
            Optional<byte[]> field = LengthFirst.read(in).orElseThrow(() -> unknown(column));
            if (field.isPresent()) {
                Cell cell = inside.mask(Integer.toUnsignedLong(type), field.get());
                rules.addAll(cell.rules());
                field = cell.value();
            }
            fields.add(new Field(type, field));
        }
        if (in.hasRemaining() || fields.size() != count) {
            throw unknown(column);
        }
        return rules.isEmpty()
                ? Cell.untouched(value)
                : new Cell(Optional.of(write(fields)), List.copyOf(rules));
    }

    private static byte[] write(List<Field> fields) {
        int length = Integer.BYTES;
        for (Field field : fields) {
            length += 2 * Integer.BYTES + field.value.map(bytes -> bytes.length).orElse(0);
        }
        ByteBuffer out = ByteBuffer.allocate(length).putInt(fields.size());
        for (Field field : fields) {
            LengthFirst.put(out.putInt(field.type), field.value);
        }
        return out.array();
    }

    private static MaskingFailure unknown(ResultColumn column) {
        return new MaskingFailure(
                "Column " + column.name() + " holds a row in a form that is not known.");
    }
}
