package org.affidavit.index.lucene;

import org.apache.lucene.index.IndexWriter;

/// Walks over a text and stops at each piece of one [Cut].
///
/// What is longer than a term can be comes as pieces that overlap, so that no end of it is out of
/// reach.
final class Pieces {
    /// As many characters as fit a term whatever they are: none takes more than three bytes.
    static final int CHARACTERS_MAX = IndexWriter.MAX_TERM_LENGTH / 3;

    private static final int OVERLAP = 1_000;

    private final Cut cut;
    private final char[] text;
    private final int length;
    private int from;
    private int to;
    private int end;

    /// Stands at the first piece.
    Pieces(Cut cut, char[] text, int length) {
        this.cut = cut;
        this.text = text;
        this.length = length;
        advance();
    }

    boolean done() {
        return from == length;
    }

    int from() {
        return from;
    }

    int to() {
        return to;
    }

    void advance() {
        if (to < end) {
            from = to - OVERLAP;
        } else {
            from = cut.start(text, end, length);
            end = from == length ? length : cut.end(text, from, length);
        }
        to = Math.min(end, from + CHARACTERS_MAX);
    }
}
