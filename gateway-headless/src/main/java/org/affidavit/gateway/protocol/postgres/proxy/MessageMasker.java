package org.affidavit.gateway.protocol.postgres.proxy;

import java.util.LinkedHashMap;
import java.util.Set;
import org.affidavit.gateway.masking.Masking;
import org.affidavit.gateway.protocol.postgres.wire.BackendMessages.Notification;
import org.affidavit.gateway.protocol.postgres.wire.ErrorFields;

/// Masks what a target says in words. Errors quote values: a failed cast shows the value, a broken
/// constraint shows the row.
final class MessageMasker {
    private static final Set<Character> DROPPED =
            Set.of(
                    ErrorFields.DETAIL,
                    ErrorFields.WHERE,
                    ErrorFields.INTERNAL_QUERY,
                    ErrorFields.INTERNAL_POSITION);
    private static final Set<Character> WORDS =
            Set.of(
                    ErrorFields.MESSAGE,
                    ErrorFields.DETAIL,
                    ErrorFields.HINT,
                    ErrorFields.WHERE,
                    ErrorFields.INTERNAL_QUERY);

    private final Masking masking;

    MessageMasker(Masking masking) {
        this.masking = masking;
    }

    ErrorFields mask(ErrorFields error) {
        var masked = new LinkedHashMap<Character, String>();
        error.fields()
                .forEach((field, text) -> {
                    if (!masking.hasMaskedColumns() || !DROPPED.contains(field)) {
                        masked.put(field, WORDS.contains(field) ? words(text) : text);
                    }
                });
        if (masking.hasMaskedColumns() && quotesValues(error.code())) {
            masked.put(
                    ErrorFields.MESSAGE,
                    "The target refused a value (SQLSTATE "
                            + error.code()
                            + "); its words may quote masked data and are withheld");
            masked.remove(ErrorFields.HINT);
        }
        return new ErrorFields(masked);
    }

    Notification mask(Notification notification) {
        return new Notification(
                notification.process(), notification.channel(), words(notification.payload()));
    }

    /// Data exceptions and constraint violations.
    private static boolean quotesValues(String code) {
        return code.startsWith("22") || code.startsWith("23");
    }

    private String words(String text) {
        return masking.text(text).text();
    }
}
