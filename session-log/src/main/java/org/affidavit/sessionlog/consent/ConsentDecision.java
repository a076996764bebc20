package org.affidavit.sessionlog.consent;

import java.text.ParseException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A decision before it is signed and after it was checked.
///
/// @param request id of the approval request
/// @param digest the consent digest decided on
/// @param reason in the approver's words
public record ConsentDecision(
        String request, String digest, boolean approved, String reason, Instant at) {
    private static final Set<String> FIELDS =
            Set.of("approved", "at", "digest", "reason", "request");
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    /// The JSON that is signed: keys in order, no white space.
    String toJson() {
        Map<String, Object> fields = new TreeMap<>();
        fields.put("approved", approved);
        fields.put("at", at.toString());
        fields.put("digest", digest);
        fields.put("reason", reason);
        fields.put("request", request);
        return JSON.writeValueAsString(fields);
    }

    /// Reads exactly the fields that are signed, each of its own type.
    static ConsentDecision parse(String json) throws ParseException {
        try {
            JsonNode node = JSON.readTree(json);
            if (!node.isObject() || !FIELDS.equals(Set.copyOf(node.propertyNames()))) {
                throw new ParseException("Not the fields of a decision", 0);
            }
            if (!node.get("approved").isBoolean()) {
                throw new ParseException("A decision is true or false", 0);
            }
            return new ConsentDecision(
                    text(node, "request"),
                    text(node, "digest"),
                    node.get("approved").booleanValue(),
                    text(node, "reason"),
                    Instant.parse(text(node, "at")));
        } catch (JacksonException | DateTimeException e) {
            throw new ParseException("Not a decision", 0);
        }
    }

    private static String text(JsonNode node, String field) throws ParseException {
        if (!node.get(field).isString()) {
            throw new ParseException("The field " + field + " is not text", 0);
        }
        return node.get(field).stringValue();
    }
}
