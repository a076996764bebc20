package org.affidavit.gateway.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds the texts that a condition compares a fact with, in the ways that conditions are written.
/// For advice only: what it does not recognise it leaves alone.
final class ComparedTexts {
    private static final String TEXT = "'[^'\\\\]*'|\"[^\"\\\\]*\"";
    private static final Pattern TEXTS = Pattern.compile(TEXT);

    /// What follows a fact: `== 'x'`, `!= 'x'`, `in ['x', 'y']`, `== ['x']`.
    private static final String COMPARED = "\\s*(?:[!=]=|\\bin\\b)\\s*(\\[[^\\]]*\\]|" + TEXT + ")";

    private static final Pattern RESOURCE = Pattern.compile("\\bresource\\.name" + COMPARED);
    private static final Pattern VERBS = Pattern.compile("\\bstatement\\.verbs" + COMPARED);
    private static final Pattern IN_VERBS =
            Pattern.compile("(" + TEXT + ")\\s+in\\s+statement\\.verbs\\b");
    private static final Pattern PLACE = Pattern.compile("\\bstatement\\.parameters\\s*\\[");
    private static final Pattern SIZE =
            Pattern.compile(
                    "\\bsize\\s*\\(\\s*statement\\.parameters\\s*\\)"
                            + "|\\bstatement\\.parameters\\.size\\(");
    private static final Pattern EACH_VERB =
            Pattern.compile("\\bstatement\\.verbs\\.\\w+\\(\\s*(\\w+)\\s*,");

    private ComparedTexts() {}

    /// A text and where it begins in the condition.
    record Compared(int at, String text) {}

    /// Places among the values of a statement, if nothing is said of how many there are.
    static List<Compared> unsizedPlaces(String when) {
        List<Compared> found = new ArrayList<>();
        Matcher place = PLACE.matcher(when);
        while (!SIZE.matcher(when).find() && place.find()) {
            found.add(new Compared(place.start(), place.group()));
        }
        return found;
    }

    static List<Compared> resources(String when) {
        return found(RESOURCE, when);
    }

    static List<Compared> verbs(String when) {
        List<Compared> verbs = new ArrayList<>(found(VERBS, when));
        verbs.addAll(found(IN_VERBS, when));
        Matcher each = EACH_VERB.matcher(when);
        while (each.find()) {
            verbs.addAll(found(Pattern.compile("\\b" + each.group(1) + COMPARED), when));
        }
        return verbs.stream().distinct().toList();
    }

    private static List<Compared> found(Pattern comparison, String when) {
        List<Compared> found = new ArrayList<>();
        Matcher matcher = comparison.matcher(when);
        while (matcher.find()) {
            Matcher text = TEXTS.matcher(when).region(matcher.start(1), matcher.end(1));
            while (text.find()) {
                found.add(
                        new Compared(
                                text.start() + 1,
                                when.substring(text.start() + 1, text.end() - 1)));
            }
        }
        return found;
    }
}
