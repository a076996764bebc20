package org.affidavit.endtoend.bench.masking;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.affidavit.gateway.policy.MaskingRule.Detector;

/// Texts made from templates: the same ones for the same seed.
///
/// @param templates what they are made from
/// @param perKind how many texts there are with a value of each kind; with none there are as many
///   as with one
record Corpus(Templates templates, int perKind) {
    private static final long SEED = 20_251_123L;
    private static final String MARK = "«»";

    static Corpus of(String half, int perKind) throws IOException {
        return new Corpus(Templates.read(half), perKind);
    }

    List<Sample> samples() {
        var random = new SplittableRandom(SEED);
        var made = new MadeUp(random);
        var samples = new ArrayList<Sample>();
        for (String kind : templates.kinds()) {
            String type = kind.split(" ", 2)[0];
            Detector detector = detector(type);
            List<String> values = templates.values(kind);
            List<String> contexts = templates.contexts(type);
            for (int i = 0; i < perKind; i++) {
                String value = values.get(i % values.size());
                String[] around = contexts.get(random.nextInt(contexts.size())).split(MARK, -1);
                samples.add(
                        new Sample(
                                made.render(around[0]),
                                made.render(value),
                                made.render(around[1]),
                                kind,
                                detector,
                                value));
            }
        }
        List<String> negatives = templates.negatives();
        for (int i = samples.size(); i > 0; i--) {
            String text = negatives.get(i % negatives.size());
            samples.add(new Sample(made.render(text), "", "", Sample.NEGATIVE, null, text));
        }
        return samples;
    }

    /// Texts as most are: what stands around values, with a word in their place.
    List<String> ordinary() {
        var made = new MadeUp(new SplittableRandom(SEED));
        List<String> contexts = templates.contexts("");
        var texts = new ArrayList<String>();
        for (int i = 0; i < perKind; i++) {
            String context = contexts.get(i % contexts.size());
            texts.add(made.render(context.replace(MARK, "«word» «word»")));
        }
        return texts;
    }

    private static Detector detector(String type) {
        return Detector.valueOf(type.replace('-', '_').toUpperCase(Locale.ROOT));
    }
}
