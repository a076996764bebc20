package org.affidavit.sessionlog.encode;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/// RFC 8785 (JCS) JSON in a narrow profile that every language reads alike: objects with sorted
/// keys, arrays, strings, booleans and integers within 2^53-1. Wider integers are decimal strings.
/// No null, no fractions, no duplicate keys, no nesting deeper than [#DEPTH_MAX].
public final class CanonicalJson {
    public static final int DEPTH_MAX = 6;
    private static final long INTEGER_MAX = (1L << 53) - 1;

    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(DEPTH_MAX).build())
                    .disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE)
                    .disable(JsonWriteFeature.ESCAPE_FORWARD_SLASHES)
                    .build();

    private CanonicalJson() {}

    /// @throws Malformed if a text has no UTF-8 form
    public static byte[] write(SortedMap<String, Object> object) throws Malformed {
        checkTexts(object);
        var out = new ByteArrayOutputStream(512);
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
            writeValue(json, object);
        } catch (JacksonException e) {
            throw new Malformed("it cannot be written as JSON", e);
        }
        return out.toByteArray();
    }

    /// The generator would write something else in place of half a surrogate pair, and the leaf
    /// would not say what the event says.
    private static void checkTexts(Object value) throws Malformed {
        switch (value) {
            case Map<?, ?> map -> {
                for (Object inner : map.values()) {
                    checkTexts(inner);
                }
            }
            case List<?> list -> {
                for (Object inner : list) {
                    checkTexts(inner);
                }
            }
            case String text -> checkText(text);
            default -> {
                // Numbers and truth values have no text.
            }
        }
    }

    private static void checkText(String text) throws Malformed {
        // As code points, whole pairs are no longer surrogates.
        if (text.codePoints().anyMatch(c -> c <= 0xFFFF && Character.isSurrogate((char) c))) {
            throw new Malformed("a text has no UTF-8 form");
        }
    }

    private static void writeValue(JsonGenerator json, Object value) {
        switch (value) {
            case Map<?, ?> map -> {
                json.writeStartObject();
                map.forEach((key, inner) -> {
                    json.writeName((String) key);
                    writeValue(json, inner);
                });
                json.writeEndObject();
            }
            case List<?> list -> {
                json.writeStartArray();
                list.forEach(inner -> writeValue(json, inner));
                json.writeEndArray();
            }
            case String text -> json.writeString(text);
            case Integer number -> json.writeNumber(number);
            case Long number -> json.writeNumber(number);
            case Boolean truth -> json.writeBoolean(truth);
            default -> throw new IllegalArgumentException("No JSON form: " + value.getClass());
        }
    }

    /// Reads one object and nothing behind it. Whether the bytes are canonical is for the caller to
    /// see: what was understood must encode to the same bytes.
    public static SortedMap<String, Object> read(byte[] bytes) throws Malformed {
        try (JsonParser json = FACTORY.createParser(ObjectReadContext.empty(), text(bytes))) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new Malformed("not a JSON object");
            }
            SortedMap<String, Object> object = readObject(json);
            if (json.nextToken() != null) {
                throw new Malformed("something follows the JSON object");
            }
            return object;
        } catch (JacksonException e) {
            throw new Malformed("not well-formed JSON", e);
        }
    }

    private static String text(byte[] bytes) throws Malformed {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new Malformed("not UTF-8", e);
        }
    }

    private static SortedMap<String, Object> readObject(JsonParser json) throws Malformed {
        var object = new TreeMap<String, Object>();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String key = json.currentName();
            json.nextToken();
            if (object.put(key, readValue(json)) != null) {
                throw new Malformed("the key \"" + key + "\" stands twice");
            }
        }
        return object;
    }

    private static Object readValue(JsonParser json) throws Malformed {
        return switch (json.currentToken()) {
            case START_OBJECT -> readObject(json);
            case START_ARRAY -> {
                var list = new ArrayList<Object>();
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    list.add(readValue(json));
                }
                yield list;
            }
            case VALUE_STRING -> json.getString();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NUMBER_INT -> integer(json);
            default -> throw new Malformed("a value of a kind that has no place here");
        };
    }

    private static Object integer(JsonParser json) throws Malformed {
        long number = json.getLongValue();
        if (Math.abs(number) > INTEGER_MAX) {
            throw new Malformed("an integer beyond 2^53");
        }
        return number;
    }
}
