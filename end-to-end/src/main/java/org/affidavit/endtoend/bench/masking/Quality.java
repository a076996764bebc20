package org.affidavit.endtoend.bench.masking;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.affidavit.gateway.masking.Masking;
import org.affidavit.gateway.masking.MaskingBook;
import org.affidavit.gateway.policy.MaskingRule;
import org.affidavit.gateway.policy.MaskingRule.Detector;
import org.affidavit.gateway.policy.MaskingRule.Keep;

/// What each detector, asked alone and through the gateway's own door, makes of a corpus.
///
/// A value counts as found when it was replaced and nothing else was: a part of it, or more than
/// it, is a miss and a wrong find besides. Every other change of any text is a wrong find.
final class Quality {
    private static final String MASKED = "[masked]";

    private final Map<Detector, Masking> maskings = new EnumMap<>(Detector.class);
    private final Map<String, Tally> kinds = new TreeMap<>();
    private final Map<Detector, Integer> wrong = new EnumMap<>(Detector.class);
    private final Map<String, Tally> templates = new TreeMap<>();
    private final Map<String, Integer> wrongTemplates = new TreeMap<>();
    private final List<String> faults = new ArrayList<>();

    private Quality() {
        for (Detector detector : Detector.values()) {
            maskings.put(detector, masking(Set.of(detector)));
            wrong.put(detector, 0);
        }
    }

    static Quality of(List<Sample> samples) {
        var quality = new Quality();
        samples.forEach(quality::judge);
        return quality;
    }

    static Masking masking(Set<Detector> detectors) {
        var rule =
                new MaskingRule(
                        "report", "report:1", "*", List.of(), List.of(), detectors, Keep.NONE);
        return new MaskingBook(List.of(rule)).of("report");
    }

    private void judge(Sample sample) {
        String text = sample.text();
        maskings.forEach((detector, masking) -> {
            String after = masking.text(text).text();
            boolean sought = detector == sample.detector();
            boolean found = sought && after.equals(sample.before() + MASKED + sample.after());
            boolean changed = !after.equals(text);
            if (sought) {
                count(sample, found);
            }
            if (changed && !found) {
                String template = name(detector) + " | " + sample.template();
                wrong.merge(detector, 1, Integer::sum);
                wrongTemplates.merge(template, 1, Integer::sum);
                faults.add("wrong " + template + " | " + after);
            } else if (sought && !found) {
                faults.add("missed " + sample.kind() + " | " + sample.template() + " | " + text);
            }
        });
    }

    private void count(Sample sample, boolean found) {
        kinds.computeIfAbsent(sample.kind(), _ -> new Tally()).add(found);
        templates
                .computeIfAbsent(sample.kind() + " | " + sample.template(), _ -> new Tally())
                .add(found);
    }

    double precision(Detector detector) {
        int right =
                kinds.entrySet().stream()
                        .filter(kind -> kind.getKey().split(" ", 2)[0].equals(name(detector)))
                        .mapToInt(kind -> kind.getValue().found)
                        .sum();
        int all = right + wrong.getOrDefault(detector, 0);
        return all == 0 ? 0 : (double) right / all;
    }

    /// @param kind such as `phone` or `phone national`
    double recall(String kind) {
        return kinds.getOrDefault(kind, new Tally()).share();
    }

    /// A row for each type, and one for each variant of it that is counted apart.
    String table() {
        var table = new StringBuilder();
        table.append("| Type | Values | Found | Wrong | Precision | Recall | F1 |\n");
        table.append("|---|---|---|---|---|---|---|\n");
        kinds.forEach((kind, tally) -> table.append(row(kind, tally)));
        return table.toString();
    }

    private String row(String kind, Tally tally) {
        for (Detector detector : Detector.values()) {
            if (name(detector).equals(kind)) {
                double precision = precision(detector);
                double recall = tally.share();
                return String.format(
                        Locale.ROOT,
                        "| `%s` | %d | %d | %d | %.3f | %.3f | %.3f |%n",
                        kind,
                        tally.all,
                        tally.found,
                        wrong.getOrDefault(detector, 0),
                        precision,
                        recall,
                        f1(precision, recall));
            }
        }
        return String.format(
                Locale.ROOT,
                "| %s | %d | %d | | | %.3f | |%n",
                kind,
                tally.all,
                tally.found,
                tally.share());
    }

    private static double f1(double precision, double recall) {
        double sum = precision + recall;
        return sum == 0 ? 0 : 2 * precision * recall / sum;
    }

    /// Each spelling that was not always found and how often it was, and what was found wrongly.
    String spellings() {
        var text = new StringBuilder();
        templates.forEach((template, tally) -> {
            if (tally.found < tally.all) {
                text.append(tally.found).append(" of ").append(tally.all).append("  ");
                text.append(template).append('\n');
            }
        });
        wrongTemplates.forEach((template, count) ->
                text.append(count).append(" wrong  ").append(template).append('\n'));
        return text.toString();
    }

    /// What was missed and what was wrong, text by text.
    List<String> faults() {
        return List.copyOf(faults);
    }

    static String name(Detector detector) {
        return detector.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static final class Tally {
        private int all;
        private int found;

        void add(boolean hit) {
            all++;
            found += hit ? 1 : 0;
        }

        double share() {
            return all == 0 ? 0 : (double) found / all;
        }
    }
}
