package org.affidavit.gateway.masking;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// Where in a document: `$.customer.email`, `$.items[*].card`, `$..iban`. The part of RFC 9535
/// (JSONPath) that names members, elements and descendants; names compare without case, as those of
/// columns do. Descendants can be asked for from the root only, so that no path takes longer to
/// follow than it is long.
final class JsonPath {
    /// One step: a dot and a name or `*`, or brackets with an index, a name in quotes or `*`.
    private static final Pattern STEP =
            Pattern.compile("\\.([\\w-]+|\\*)|\\[(?:(\\*)|(\\d{1,6})|'([^']{1,100})')]");

    private static final String ANY = "*";

    private final boolean anywhere;

    /// From the last: names of members and numbers of elements, or [#ANY].
    private final List<String> backwards;

    private JsonPath(boolean anywhere, List<String> backwards) {
        this.anywhere = anywhere;
        this.backwards = backwards;
    }

    /// @throws IllegalArgumentException if it is none
    static JsonPath of(String text) {
        boolean anywhere = text.startsWith("$..");
        int at = anywhere ? 2 : 1;
        Matcher matcher = STEP.matcher(text);
        List<String> steps = new ArrayList<>();
        while (at < text.length() && matcher.find(at) && matcher.start() == at) {
            steps.add(name(matcher));
            at = matcher.end();
        }
        if (!text.startsWith("$") || at < text.length() || steps.isEmpty()) {
            throw new IllegalArgumentException("Not a path in a document: " + text);
        }
        return new JsonPath(anywhere, steps.reversed());
    }

    private static String name(Matcher matcher) {
        return IntStream.rangeClosed(1, matcher.groupCount())
                .mapToObj(group -> Optional.ofNullable(matcher.group(group)))
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow();
    }

    /// @param place names of members and numbers of elements, from the outermost
    boolean leadsTo(List<String> place) {
        int count = backwards.size();
        if (place.size() < count || (!anywhere && place.size() > count)) {
            return false;
        }
        for (int i = 0; i < count; i++) {
            String step = backwards.get(i);
            if (!step.equals(ANY) && !step.equalsIgnoreCase(place.get(place.size() - 1 - i))) {
                return false;
            }
        }
        return true;
    }
}
