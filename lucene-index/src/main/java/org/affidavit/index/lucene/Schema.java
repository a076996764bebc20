package org.affidavit.index.lucene;

import java.util.Locale;
import org.affidavit.index.query.Field;

/// Names of what is stored for each frame. A change of meaning raises the version, and indexes of
/// another version are built anew.
final class Schema {
    static final String VERSION = "2";

    static final String TEXT = "text";
    static final String TIME = "time";
    static final String SESSION = "session";
    static final String FRAME = "frame";
    static final String COMMAND = "command";
    static final String RECORD = "record";
    static final String OPENED = "opened";

    private Schema() {}

    /// Where the values of a query field are indexed, each folded to lower case.
    static String of(Field field) {
        return "is." + field.name().toLowerCase(Locale.ROOT);
    }

    static String folded(String value) {
        return value.toLowerCase(Locale.ROOT);
    }
}
