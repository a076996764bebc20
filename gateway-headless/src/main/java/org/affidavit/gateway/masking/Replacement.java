package org.affidavit.gateway.masking;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.affidavit.gateway.masking.Masking.Cell;
import org.affidavit.gateway.masking.Masking.ResultColumn;
import org.affidavit.gateway.policy.MaskingRule;
import org.affidavit.gateway.policy.MaskingRule.Replace;

/// What stands in the place of a masked value, by one rule.
final class Replacement {
    private static final String MASKED = "[masked]";
    private static final int LAST = 4;

    /// A value this short would be mostly what is kept.
    private static final int LAST4_LENGTH_MIN = 8;

    private static final int UUID_TYPE = 2950;
    private static final int PADDED_TYPE = 1042;

    private final MaskingRule rule;
    private final RuleMasking masking;

    Replacement(MaskingRule rule, RuleMasking masking) {
        this.rule = rule;
        this.masking = masking;
    }

    String rule() {
        return rule.id();
    }

    Replace how() {
        return rule.replace();
    }

    /// Of a text, or of a part of one.
    String text(String value) {
        return rule.replace() == Replace.TOKEN
                ? masking.tokens().text(rule.id(), value)
                : kept(value);
    }

    /// Of a value of any type: one of that type, or else NULL.
    Cell whole(ResultColumn column, byte[] value) throws MaskingFailure {
        return new Cell(
                switch (rule.replace()) {
                    case NULL -> Optional.empty();
                    case ZERO -> Zeros.of(column.typeOid(), column.format());
                    case TOKEN ->
                            column.typeOid() == UUID_TYPE
                                    ? uuid(column, value)
                                    : words(column, value);
                    case TEXT -> words(column, value);
                },
                List.of(rule.id()));
    }

    private Optional<byte[]> words(ResultColumn column, byte[] value) throws MaskingFailure {
        ValueKind kind = ValueKind.of(column.typeOid());
        boolean words =
                kind == ValueKind.TEXT || (kind == ValueKind.UNTOLD && column.format() == 0);
        if (!words) {
            return Optional.empty();
        }
        String text = ValueSearch.text(column, value);
        // Blanks that only fill the column are no part of the value.
        String meant = column.typeOid() == PADDED_TYPE ? text.stripTrailing() : text;
        return Optional.of(text(meant).getBytes(StandardCharsets.UTF_8));
    }

    private Optional<byte[]> uuid(ResultColumn column, byte[] value) throws MaskingFailure {
        boolean binary = column.format() == 1;
        try {
            UUID token =
                    masking.tokens()
                            .uuid(
                                    rule.id(),
                                    binary
                                            ? uuid(value)
                                            : UUID.fromString(ValueSearch.text(column, value)));
            return Optional.of(
                    binary ? bytes(token) : token.toString().getBytes(StandardCharsets.UTF_8));
        } catch (IllegalArgumentException | BufferUnderflowException _) {
            throw new MaskingFailure(
                    "Column " + column.name() + " holds a UUID in a form that is not known.");
        }
    }

    private static UUID uuid(byte[] value) {
        var bytes = ByteBuffer.wrap(value);
        return new UUID(bytes.getLong(), bytes.getLong());
    }

    private static byte[] bytes(UUID uuid) {
        return ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(uuid.getMostSignificantBits())
                .putLong(uuid.getLeastSignificantBits())
                .array();
    }

    /// Nothing that a detector finds is kept.
    private String kept(String value) {
        String kept =
                switch (rule.keep()) {
                    case NONE -> MASKED;
                    case DOMAIN -> domain(value);
                    case LAST4 -> last4(value);
                };
        String clear = kept.substring(kept.indexOf('@') + 1);
        return masking.text(clear).rules().isEmpty() ? kept : MASKED;
    }

    private static String domain(String value) {
        int at = value.lastIndexOf('@');
        String domain = value.substring(at + 1);
        boolean plain =
                at > 0
                        && !domain.isEmpty()
                        && value.indexOf('@') == at
                        && domain.chars()
                                .allMatch(
                                        c -> Character.isLetterOrDigit(c) || c == '.' || c == '-');
        return plain ? "****@" + domain : MASKED;
    }

    private static String last4(String value) {
        StringBuilder kept = new StringBuilder();
        int characters = 0;
        for (int i = value.length() - 1; i >= 0; i--) {
            char c = value.charAt(i);
            if (Character.isLetterOrDigit(c)) {
                characters++;
                if (kept.length() < LAST) {
                    kept.insert(0, c);
                }
            }
        }
        return characters < LAST4_LENGTH_MIN ? MASKED : "**** **** **** " + kept;
    }
}
