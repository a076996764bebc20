package org.affidavit.gateway.masking;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.affidavit.gateway.masking.Masking.MaskedText;
import org.affidavit.gateway.masking.Masking.ResultColumn;
import org.affidavit.gateway.policy.MaskingRule.Replace;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.ByteArrayBuilder;

/// Writes a document again with some of its members replaced. Members keep their order, and a name
/// that is there twice stays so.
final class JsonMasker {
    /// As deep as PostgreSQL's own stack lets a document be; how long one can be is bounded by the
    /// message that it comes in.
    private static final int DEPTH_MAX = 10_000;

    private static final JsonFactory JSON =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(DEPTH_MAX)
                                    .maxStringLength(Integer.MAX_VALUE)
                                    .maxNameLength(Integer.MAX_VALUE)
                                    .maxNumberLength(Integer.MAX_VALUE)
                                    .build())
                    .streamWriteConstraints(
                            StreamWriteConstraints.builder().maxNestingDepth(DEPTH_MAX).build())
                    .build();

    /// In [#counts], of an object, whose children have names instead of numbers.
    private static final int NAMED = -2;

    private final RuleMasking masking;
    private final List<JsonMask> members;
    private final Set<String> rules;

    /// Of each object or array around: the name or number of the child that is being read.
    private final List<String> place = new ArrayList<>();

    private final List<Integer> counts = new ArrayList<>();

    /// @param rules takes those that changed something
    JsonMasker(RuleMasking masking, List<JsonMask> members, Set<String> rules) {
        this.masking = masking;
        this.members = members;
        this.rules = rules;
    }

    byte[] mask(ResultColumn column, String document) throws MaskingFailure {
        var text = new ByteArrayBuilder(document.length());
        try (JsonParser in = JSON.createParser(ObjectReadContext.empty(), document);
                JsonGenerator out = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            for (JsonToken token = in.nextToken(); token != null; token = in.nextToken()) {
                copy(token, in, out);
            }
        } catch (JacksonException _) {
            throw new MaskingFailure(
                    "Column " + column.name() + " holds a document that cannot be read.");
        }
        return text.toByteArray();
    }

    private void copy(JsonToken token, JsonParser in, JsonGenerator out) {
        switch (token) {
            case PROPERTY_NAME -> {
                place.set(place.size() - 1, in.currentName());
                out.writeName(searched(in.currentName()));
            }
            case END_OBJECT, END_ARRAY -> {
                place.removeLast();
                counts.removeLast();
                out.copyCurrentEvent(in);
            }
            default -> {
                count();
                Optional<JsonMask> mask = mask();
                if (mask.isPresent() && token != JsonToken.VALUE_NULL) {
                    replace(mask.get().replacement(), token, in, out);
                } else {
                    value(token, in, out);
                }
            }
        }
    }

    private void count() {
        if (!counts.isEmpty() && counts.getLast() != NAMED) {
            int number = counts.removeLast() + 1;
            counts.add(number);
            place.set(place.size() - 1, Integer.toString(number));
        }
    }

    private Optional<JsonMask> mask() {
        return members.stream().filter(member -> member.path().leadsTo(place)).findFirst();
    }

    private void replace(
            Replacement replacement, JsonToken token, JsonParser in, JsonGenerator out) {
        rules.add(replacement.rule());
        boolean zero = replacement.how() == Replace.ZERO;
        switch (token) {
            case VALUE_STRING -> {
                switch (replacement.how()) {
                    case NULL -> out.writeNull();
                    case ZERO -> out.writeString("");
                    case TEXT, TOKEN -> out.writeString(replacement.text(in.getString()));
                }
            }
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> out.writeRawValue(zero ? "0" : "null");
            case VALUE_TRUE, VALUE_FALSE -> out.writeRawValue(zero ? "false" : "null");
            default -> {
                in.skipChildren();
                out.writeNull();
            }
        }
    }

    private void value(JsonToken token, JsonParser in, JsonGenerator out) {
        switch (token) {
            case START_OBJECT, START_ARRAY -> {
                place.add("");
                counts.add(token == JsonToken.START_OBJECT ? NAMED : -1);
                out.copyCurrentEvent(in);
            }
            case VALUE_STRING -> out.writeString(searched(in.getString()));
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(in.getString(), out);
            default -> out.copyCurrentEvent(in);
        }
    }

    /// As it was written: a number of JSON may have more digits than any type here keeps.
    private void number(String number, JsonGenerator out) {
        List<String> found = masking.number(WholeNumber.whole(number));
        rules.addAll(found);
        if (found.isEmpty()) {
            out.writeNumber(number);
        } else {
            out.writeNull();
        }
    }

    private String searched(String text) {
        MaskedText found = masking.text(text);
        rules.addAll(found.rules());
        return found.text();
    }
}
