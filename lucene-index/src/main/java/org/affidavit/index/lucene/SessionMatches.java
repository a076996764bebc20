package org.affidavit.index.lucene;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.search.CollectorManager;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.SimpleCollector;

/// What matched in one session: how many frames, and the first few.
final class SessionMatches {
    private static final int MOMENTS_MAX = 5;

    private final String session;
    private final long opened;
    private final List<Integer> first = new ArrayList<>();
    private long frames;

    private SessionMatches(String session, long opened) {
        this.session = session;
        this.opened = opened;
    }

    String session() {
        return session;
    }

    /// Milliseconds since 1970.
    long opened() {
        return opened;
    }

    long frames() {
        return frames;
    }

    /// Document numbers, in the order of the transcript.
    List<Integer> first() {
        return first;
    }

    private void add(int document) {
        frames++;
        if (first.size() < MOMENTS_MAX) {
            first.add(document);
        }
    }

    private void addAll(SessionMatches other) {
        other.first.forEach(document -> {
            if (first.size() < MOMENTS_MAX) {
                first.add(document);
            }
        });
        frames += other.frames;
    }

    /// Collects over all segments of the index.
    static final class Collecting
            implements CollectorManager<BySession, Collection<SessionMatches>> {
        @Override
        public BySession newCollector() {
            return new BySession();
        }

        @Override
        public Collection<SessionMatches> reduce(Collection<BySession> collectors) {
            var all = new HashMap<String, SessionMatches>();
            for (BySession collector : collectors) {
                collector.matches.forEach((session, matches) -> {
                    SessionMatches known = all.putIfAbsent(session, matches);
                    if (known != null) {
                        known.addAll(matches);
                    }
                });
            }
            return all.values();
        }
    }

    /// One thread's share.
    static final class BySession extends SimpleCollector {
        private final Map<String, SessionMatches> matches = new HashMap<>();
        private SortedDocValues sessions = DocValues.emptySorted();
        private NumericDocValues opened = DocValues.emptyNumeric();
        private int base;

        @Override
        protected void doSetNextReader(LeafReaderContext context) throws IOException {
            sessions = DocValues.getSorted(context.reader(), Schema.SESSION);
            opened = DocValues.getNumeric(context.reader(), Schema.OPENED);
            base = context.docBase;
        }

        @Override
        public void collect(int document) throws IOException {
            if (!sessions.advanceExact(document) || !opened.advanceExact(document)) {
                return;
            }
            String session = sessions.lookupOrd(sessions.ordValue()).utf8ToString();
            long at = opened.longValue();
            matches.computeIfAbsent(session, id -> new SessionMatches(id, at)).add(base + document);
        }

        @Override
        public ScoreMode scoreMode() {
            return ScoreMode.COMPLETE_NO_SCORES;
        }
    }
}
