package org.affidavit.index.lucene;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.affidavit.index.query.Letters;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.OffsetAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;

/// Cuts text in several ways at once and folds case. Pieces come by where they begin, the longest
/// first; one that was cut in two ways comes once.
final class EvidenceTokenizer extends Tokenizer {
    private static final char[] NOTHING = new char[0];

    private final List<Cut> cuts;
    private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
    private final OffsetAttribute offset = addAttribute(OffsetAttribute.class);
    private final PositionIncrementAttribute step = addAttribute(PositionIncrementAttribute.class);

    private char[] text = NOTHING;
    private int length;
    private final List<Pieces> all = new ArrayList<>();
    private Pieces words = new Pieces(Cut.WORD, NOTHING, 0);
    private int position;
    private int positionBefore;
    private int fromBefore;
    private int toBefore;

    EvidenceTokenizer(List<Cut> cuts) {
        this.cuts = List.copyOf(cuts);
    }

    @Override
    public void reset() throws IOException {
        super.reset();
        read();
        all.clear();
        cuts.forEach(cut -> all.add(new Pieces(cut, text, length)));
        words = new Pieces(Cut.WORD, text, length);
        position = 0;
        positionBefore = -1;
        fromBefore = -1;
        toBefore = -1;
    }

    private void read() throws IOException {
        text = new char[1024];
        length = 0;
        int got = input.read(text, 0, text.length);
        while (got >= 0) {
            length += got;
            if (length == text.length) {
                text = Arrays.copyOf(text, length * 2);
            }
            got = input.read(text, length, text.length - length);
        }
    }

    @Override
    public boolean incrementToken() {
        clearAttributes();
        while (true) {
            Pieces next = first();
            if (next.done()) {
                return false;
            }
            int from = next.from();
            int to = next.to();
            next.advance();
            if (from != fromBefore || to != toBefore) {
                say(from, to);
                return true;
            }
        }
    }

    private Pieces first() {
        Pieces first = all.getFirst();
        for (Pieces one : all) {
            if (one.from() < first.from()
                    || (one.from() == first.from() && one.to() > first.to())) {
                first = one;
            }
        }
        return first;
    }

    private void say(int from, int to) {
        fromBefore = from;
        toBefore = to;
        fold(from, to);
        offset.setOffset(correctOffset(from), correctOffset(to));
        while (!words.done() && words.to() <= from) {
            words.advance();
            position++;
        }
        step.setPositionIncrement(position - positionBefore);
        positionBefore = position;
    }

    private void fold(int from, int to) {
        char[] folded = term.resizeBuffer(2 * (to - from));
        int at = 0;
        int next = from;
        while (next < to) {
            int here = Character.codePointAt(text, next, to);
            at += Character.toChars(Letters.folded(here), folded, at);
            next += Character.charCount(here);
        }
        term.setLength(at);
    }

    @Override
    public void end() throws IOException {
        super.end();
        offset.setOffset(correctOffset(length), correctOffset(length));
    }

    @Override
    public void close() throws IOException {
        super.close();
        text = NOTHING;
        all.clear();
    }
}
