package org.affidavit.sessionlog.encode;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The fields of one JSON object while it is taken apart, by name and kind. Every value has one
/// form and is refused in any other; [#done] refuses what nobody took, so that no field can hide.
final class FieldsIn {
    private final String place;
    private final JsonObject object;

    private FieldsIn(String place, JsonObject object) {
        this.place = place;
        this.object = object;
    }

    /// @throws Malformed if these are not the bytes of one object in canonical form
    static FieldsIn of(byte[] bytes) throws Malformed {
        return new FieldsIn("", new JsonIn(bytes).document());
    }

    String text(String name) throws Malformed {
        return take(name, String.class);
    }

    boolean truth(String name) throws Malformed {
        return take(name, Boolean.class);
    }

    int number(String name) throws Malformed {
        long value = take(name, Long.class);
        if (value != (int) value) {
            throw new Malformed(place + name + " is out of bounds");
        }
        return (int) value;
    }

    long wideNumber(String name) throws Malformed {
        String text = text(name);
        try {
            long number = Long.parseLong(text);
            if (Long.toString(number).equals(text)) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new Malformed(place + name + " is not a decimal number", e);
        }
        throw new Malformed(place + name + " is a decimal number not in canonical form");
    }

    Optional<Long> maybeWideNumber(String name) throws Malformed {
        return object.has(name) ? Optional.of(wideNumber(name)) : Optional.empty();
    }

    /// A number that is left out where it is zero.
    long wideNumberOrZero(String name) throws Malformed {
        Optional<Long> number = maybeWideNumber(name);
        if (number.isPresent() && number.get() == 0) {
            throw standsForNothing(name);
        }
        return number.orElse(0L);
    }

    /// A text that is left out where it is empty.
    String textOrEmpty(String name) throws Malformed {
        Optional<String> text = maybeText(name);
        if (text.isPresent() && text.get().isEmpty()) {
            throw standsForNothing(name);
        }
        return text.orElse("");
    }

    private Malformed standsForNothing(String name) {
        return new Malformed(place + name + " stands there and says nothing");
    }

    Instant time(String name) throws Malformed {
        return Times.read(text(name), place + name);
    }

    <E extends Enum<E>> E word(String name, Class<E> type) throws Malformed {
        String text = text(name);
        for (E constant : type.getEnumConstants()) {
            if (Fields.word(constant).equals(text)) {
                return constant;
            }
        }
        throw new Malformed(place + name + " has the unknown value \"" + text + "\"");
    }

    List<String> texts(String name) throws Malformed {
        var texts = new ArrayList<String>();
        for (Object element : take(name, List.class)) {
            if (!(element instanceof String text)) {
                throw new Malformed(place + name + " is not a list of texts");
            }
            texts.add(text);
        }
        return texts;
    }

    List<FieldsIn> objects(String name) throws Malformed {
        var objects = new ArrayList<FieldsIn>();
        for (Object element : take(name, List.class)) {
            objects.add(inner(name, element));
        }
        return objects;
    }

    FieldsIn object(String name) throws Malformed {
        return inner(name, take(name, Object.class));
    }

    Optional<FieldsIn> maybeObject(String name) throws Malformed {
        return object.has(name) ? Optional.of(object(name)) : Optional.empty();
    }

    Optional<String> maybeText(String name) throws Malformed {
        return object.has(name) ? Optional.of(text(name)) : Optional.empty();
    }

    /// Call when everything known was taken.
    void done() throws Malformed {
        Optional<String> untaken = object.untaken();
        if (untaken.isPresent()) {
            throw new Malformed("unknown field \"" + place + untaken.get() + "\"");
        }
    }

    private FieldsIn inner(String name, Object value) throws Malformed {
        if (!(value instanceof JsonObject inner)) {
            throw new Malformed(place + name + " is not an object");
        }
        return new FieldsIn(place + name + ".", inner);
    }

    private <T> T take(String name, Class<T> type) throws Malformed {
        Object value = object.take(name);
        if (value == null) {
            throw new Malformed("the field \"" + place + name + "\" is missing");
        }
        if (!type.isInstance(value)) {
            throw new Malformed(place + name + " is of the wrong kind");
        }
        return type.cast(value);
    }
}
