package org.affidavit.index.lucene;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.affidavit.index.SearchResult.FrameHit;
import org.affidavit.index.SearchResult.SessionHit;
import org.affidavit.index.query.Query;
import org.affidavit.sessionlog.event.SessionId;
import org.affidavit.sessionlog.transcript.Transcript;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexFileNames;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.Lock;

/// The frames on disk. One writer a folder, held by Lucene's own lock.
public final class FrameStore implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(FrameStore.class.getName());

    private final Directory directory;
    private final IndexWriter writer;
    private final LuceneQueries queries = new LuceneQueries();

    private FrameStore(Directory directory, IndexWriter writer) {
        this.directory = directory;
        this.writer = writer;
    }

    /// Opens or creates the store. One that is damaged, or of another version, is emptied: the log
    /// has everything that was in it.
    ///
    /// @throws IOException if the folder cannot be used or another process holds it
    public static FrameStore open(Path folder) throws IOException {
        Directory directory = FSDirectory.open(folder);
        try {
            return new FrameStore(directory, writer(directory));
        } catch (IOException | RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    private static IndexWriter writer(Directory directory) throws IOException {
        try {
            return newWriter(directory);
        } catch (CorruptIndexException
                | IndexFormatTooNewException
                | IndexFormatTooOldException
                | FileNotFoundException
                | NoSuchFileException
                | EOFException
                | IllegalArgumentException damaged) {
            LOG.log(System.Logger.Level.WARNING, "The index is damaged: building it anew", damaged);
            empty(directory);
            return newWriter(directory);
        }
    }

    private static IndexWriter newWriter(Directory directory) throws IOException {
        var merging = new TieredMergePolicy().setForceMergeDeletesPctAllowed(0);
        var config = new IndexWriterConfig(EvidenceAnalyzer.forText()).setMergePolicy(merging);
        return new IndexWriter(directory, config);
    }

    /// Deletes Lucene's own files and no others.
    private static void empty(Directory directory) throws IOException {
        try (Lock _ = directory.obtainLock(IndexWriter.WRITE_LOCK_NAME)) {
            for (String file : directory.listAll()) {
                if (file.startsWith(IndexFileNames.SEGMENTS)
                        || file.startsWith(IndexFileNames.PENDING_SEGMENTS)
                        || IndexFileNames.CODEC_FILE_PATTERN.matcher(file).matches()) {
                    directory.deleteFile(file);
                }
            }
        }
    }

    /// What was stored beside the last commit.
    public Map<String, String> commitData() throws IOException {
        var data = new HashMap<String, String>();
        if (DirectoryReader.indexExists(directory)) {
            try (var reader = DirectoryReader.open(directory)) {
                data.putAll(reader.getIndexCommit().getUserData());
            }
        }
        String version = data.remove("schema");
        return Schema.VERSION.equals(version) ? data : Map.of();
    }

    /// Forgets everything.
    public void clear() throws IOException {
        long _ = writer.deleteAll();
    }

    /// Stores a session as it is now, in place of what was stored of it.
    public void replace(Transcript transcript) throws IOException {
        var id = new Term(Schema.SESSION, transcript.session().id().value());
        long _ = writer.updateDocuments(id, FrameDocuments.of(transcript));
    }

    /// Leaves nothing of what was replaced in any file, once that is durable: otherwise it stays
    /// until its file is merged with others.
    public void purge() throws IOException {
        writer.forceMergeDeletes();
    }

    /// Makes everything durable, with data of the caller's beside it.
    public void commit(Map<String, String> data) throws IOException {
        var all = new HashMap<>(data);
        all.put("schema", Schema.VERSION);
        writer.setLiveCommitData(all.entrySet());
        long _ = writer.commit();
    }

    /// What matched, before it is cut to what fits on a page.
    ///
    /// @param sessions newest first
    public record Found(List<SessionHit> sessions, long sessionCount, long frameCount) {
        public Found {
            sessions = List.copyOf(sessions);
        }
    }

    /// Finds frames and groups them by session.
    public Found find(Query query, int sessionsMax) throws IOException {
        try (var reader = DirectoryReader.open(writer)) {
            var searcher = new IndexSearcher(reader);
            var lucene = queries.of(query);
            List<SessionMatches> matches =
                    new ArrayList<>(searcher.search(lucene, new SessionMatches.Collecting()));
            matches.sort(Comparator.comparingLong(SessionMatches::opened).reversed());
            var snippets = new Snippets(searcher, lucene);
            var hits = new ArrayList<SessionHit>();
            for (SessionMatches match : matches.subList(0, Math.min(sessionsMax, matches.size()))) {
                hits.add(hit(searcher, snippets, match));
            }
            long frames = matches.stream().mapToLong(SessionMatches::frames).sum();
            return new Found(hits, matches.size(), frames);
        }
    }

    private static SessionHit hit(IndexSearcher searcher, Snippets snippets, SessionMatches match)
            throws IOException {
        var moments = new ArrayList<FrameHit>();
        for (int document : match.first()) {
            Document stored = searcher.storedFields().document(document);
            Snippets.Snippet snippet = snippets.of(document, stored.get(Schema.TEXT));
            moments.add(
                    new FrameHit(
                            number(stored, Schema.RECORD),
                            (int) number(stored, Schema.FRAME),
                            (int) number(stored, Schema.COMMAND),
                            snippet.text(),
                            snippet.marks()));
        }
        return new SessionHit(new SessionId(match.session()), match.frames(), moments);
    }

    private static long number(Document stored, String field) {
        return stored.getField(field).numericValue().longValue();
    }

    @Override
    public void close() throws IOException {
        writer.close();
        directory.close();
    }
}
