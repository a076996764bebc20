package org.affidavit.desktop;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.affidavit.desktop.library.Library;
import org.affidavit.index.QueryProblem;
import org.affidavit.index.SearchResult;
import org.affidavit.index.SearchResult.FrameHit;
import org.affidavit.index.SearchResult.Mark;
import org.affidavit.index.SearchResult.SessionHit;
import org.affidavit.sessionlog.LogEnding;
import org.affidavit.sessionlog.event.SessionId;
import org.affidavit.sessionlog.key.VerifierKey;
import org.affidavit.sessionlog.transcript.Frame;
import org.affidavit.sessionlog.transcript.SessionSummary;
import org.affidavit.sessionlog.transcript.Transcript;
import org.affidavit.sessionlog.vault.ReadingKeys;

/// A log held in memory, searched by plain comparison. Refuses a query with a `~` in it.
public final class SampleLibrary implements Library {
    private final List<Transcript> transcripts;

    public SampleLibrary(List<Transcript> transcripts) {
        this.transcripts = transcripts;
    }

    @Override
    public Path folder() {
        return Path.of("/srv/affidavit/prod-gw/log");
    }

    @Override
    public String origin() {
        return "gw.example/prod";
    }

    @Override
    public List<VerifierKey> trusted() {
        return List.of();
    }

    @Override
    public ReadingKeys readers() {
        return ReadingKeys.NONE;
    }

    @Override
    public List<SessionSummary> sessions() {
        return transcripts.stream().map(Transcript::session).toList();
    }

    @Override
    public Set<SessionId> unreadable() {
        return Set.of();
    }

    @Override
    public LogEnding ending() {
        return new LogEnding.Whole();
    }

    @Override
    public Optional<Transcript> transcript(SessionId session) {
        return transcripts.stream().filter(one -> one.session().id().equals(session)).findFirst();
    }

    @Override
    public SearchResult search(String query, int sessionsMax) throws QueryProblem {
        int bad = query.indexOf('~');
        if (bad >= 0) {
            throw new QueryProblem(
                    bad, "~ has no meaning here. Write a field, a word, or a phrase in quotes.");
        }
        var hits = new ArrayList<SessionHit>();
        long frames = 0;
        for (var transcript : transcripts) {
            var moments = moments(transcript, query.toLowerCase(Locale.ROOT));
            frames += moments.size();
            if (!moments.isEmpty()) {
                hits.add(new SessionHit(transcript.session().id(), moments.size(), moments));
            }
        }
        return new SearchResult(
                hits,
                hits.size(),
                frames,
                9_214,
                9_214,
                0,
                "Frames that contain \u201c" + query + "\u201d");
    }

    private static List<FrameHit> moments(Transcript transcript, String word) {
        var moments = new ArrayList<FrameHit>();
        int number = 0;
        for (var step : transcript.steps()) {
            for (var frame : step.frames()) {
                String text =
                        switch (frame) {
                            case Frame.Statement sent -> sent.text();
                            case Frame.Message message -> message.text();
                            case Frame.Decided decided -> decided.reason();
                            case Frame.Denied denied -> denied.message();
                            default -> "";
                        };
                int at = text.toLowerCase(Locale.ROOT).indexOf(word);
                if (at >= 0) {
                    moments.add(
                            new FrameHit(
                                    frame.record(),
                                    number,
                                    step.command(),
                                    text,
                                    List.of(new Mark(at, at + word.length()))));
                }
                number++;
            }
        }
        return moments;
    }

    @Override
    public boolean refresh() {
        return false;
    }

    @Override
    public void close() {}
}
