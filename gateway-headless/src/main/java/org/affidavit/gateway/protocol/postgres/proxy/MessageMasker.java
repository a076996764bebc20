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

    /// Classes and codes whose words are the target's own, whatever data there is: connections,
    /// transactions, resources, locks, rights, operators' interventions.
    private static final Set<String> PLAIN_CLASSES =
            Set.of("08", "25", "26", "28", "34", "3B", "40", "53", "54", "55", "57");

    private static final Set<String> PLAIN_CODES =
            Set.of("22012", "2BP01", "42501", "42P03", "42P05", "42622");

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
        if (masking.hasMaskedColumns() && !wordsAreSafe(error)) {
            masked.put(
                    ErrorFields.MESSAGE,
                    "The target reported SQLSTATE "
                            + error.code()
                            + "; its words may quote masked data and are withheld");
            masked.remove(ErrorFields.HINT);
        }
        return new ErrorFields(masked);
    }

    Notification mask(Notification notification) {
        return new Notification(
                notification.process(), notification.channel(), words(notification.payload()));
    }

    /// An error that points into the agent's own text was found before any row was read. All others
    /// may quote what was read: a value that is no number, no date, or no relation's name.
    private static boolean wordsAreSafe(ErrorFields error) {
        boolean pointsAtText =
                error.fields().containsKey(ErrorFields.POSITION)
                        && !error.fields().containsKey(ErrorFields.INTERNAL_QUERY);
        String code = error.code();
        return pointsAtText
                || PLAIN_CODES.contains(code)
                || (code.length() == 5 && PLAIN_CLASSES.contains(code.substring(0, 2)));
    }

    private String words(String text) {
        return masking.text(text).text();
    }
}
