package org.affidavit.gateway.identity;

import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads JSON objects and refuses what two readers could take in two ways: names written twice,
/// text behind the end, deep nesting.
final class StrictJson {
    private static final JsonMapper MAPPER =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(20)
                                                    .maxStringLength(64 * 1024)
                                                    .maxNumberLength(30)
                                                    .build())
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private StrictJson() {}

    /// @throws IllegalArgumentException if it is not one JSON object
    static JsonNode object(byte[] bytes) {
        try {
            JsonNode node = MAPPER.readTree(bytes);
            if (node == null || !node.isObject()) {
                throw new IllegalArgumentException("Not a JSON object");
            }
            return node;
        } catch (JacksonException _) {
            // The parser's message may quote a token.
            throw new IllegalArgumentException("Not a JSON object");
        }
    }

    static byte[] bytes(Map<String, ?> object) {
        return MAPPER.writeValueAsBytes(object);
    }
}
