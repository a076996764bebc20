package org.affidavit.gateway.anchor;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.text.ParseException;
import java.util.regex.Pattern;
import org.affidavit.sessionlog.LogTree;
import org.affidavit.sessionlog.anchor.AddCheckpoint;
import org.affidavit.sessionlog.anchor.CosignatureFiles;
import org.affidavit.sessionlog.anchor.Cosigner;
import org.affidavit.sessionlog.note.CheckpointText;
import org.affidavit.sessionlog.note.SignedNote;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One witness: what it cosigned last, and what came in between.
final class WitnessLink {
    private static final Logger LOG = LoggerFactory.getLogger(WitnessLink.class);
    private static final Pattern SIZE = Pattern.compile("(0|[1-9][0-9]{0,17})\n");

    private final URI prefix;
    private final Cosigner cosigner;
    private final AnchorHttp http;
    private final CosignatureFiles files;

    private long cosigned;
    private volatile AnchorState state;

    /// @param prefix its address, to which `/add-checkpoint` is appended
    WitnessLink(URI prefix, Cosigner cosigner, AnchorHttp http, CosignatureFiles files) {
        this.prefix = prefix;
        this.cosigner = cosigner;
        this.http = http;
        this.files = files;
        this.state = AnchorState.begin("witness " + cosigner.name());
    }

    AnchorState state() {
        return state;
    }

    /// Has a checkpoint cosigned, unless it was. Whatever goes wrong is kept in the state.
    void offer(SignedNote note, CheckpointText text, LogTree tree) throws InterruptedException {
        if (text.size() <= cosigned) {
            return;
        }
        try {
            AnchorHttp.Answer answer = post(cosigned, note, text, tree);
            if (answer.status() == 409) {
                cosigned = known(answer, text);
                answer = post(cosigned, note, text, tree);
            }
            take(answer, text);
            cosigned = text.size();
            state = state.reached(cosigned);
        } catch (IOException e) {
            failed(e);
        }
    }

    private void failed(IOException problem) {
        String what = problem.getMessage() == null ? problem.toString() : problem.getMessage();
        boolean fresh = !state.problem().equals(what);
        state = state.failed(what);
        if (problem instanceof Contradiction) {
            LOG.error("{}: {}", state.name(), what);
        } else if (fresh) {
            LOG.warn("{} does not cosign, and is asked again: {}", state.name(), what);
        }
    }

    private AnchorHttp.Answer post(long old, SignedNote note, CheckpointText text, LogTree tree)
            throws IOException, InterruptedException {
        var proof = tree.consistency(old);
        var request = new AddCheckpoint(old, proof.path(), note, text);
        return http.post(URI.create(prefix + "/add-checkpoint"), "text/plain", request.format());
    }

    /// The size that the witness says it knows: from an earlier life of this gateway, or from a
    /// state of the log that is gone.
    private static long known(AnchorHttp.Answer answer, CheckpointText text) throws IOException {
        var size = SIZE.matcher(new String(answer.body(), UTF_8));
        if (!answer.contentType().equals("text/x.tlog.size") || !size.matches()) {
            throw new IOException("it answered 409 and not which size it knows");
        }
        long known = Long.parseLong(size.group(1));
        if (known > text.size()) {
            throw new Contradiction(
                    "it knows "
                            + known
                            + " records of this log, which has "
                            + text.size()
                            + ": the log was put back to an older state");
        }
        return known;
    }

    private void take(AnchorHttp.Answer answer, CheckpointText text) throws IOException {
        if (answer.status() == 422 || answer.status() == 409) {
            throw new Contradiction(
                    "it does not find that the log only grew since it last cosigned (status "
                            + answer.status()
                            + "): it saw another history");
        }
        if (answer.status() != 200) {
            throw new IOException("it answered " + answer.status());
        }
        files.add(text.size(), line(answer, text));
    }

    private SignedNote.Signature line(AnchorHttp.Answer answer, CheckpointText text)
            throws IOException {
        try {
            return SignedNote.signatures(new String(answer.body(), UTF_8)).stream()
                    .filter(line -> cosigner.cosigned(text.format(), line).isPresent())
                    .findFirst()
                    .orElseThrow(() ->
                            new IOException(
                                    "it answered with no cosignature of this checkpoint by key "
                                            + cosigner.id()));
        } catch (ParseException e) {
            throw new IOException("it answered with no cosignature: " + e.getMessage(), e);
        }
    }

    /// The witness saw what this log cannot have been.
    private static final class Contradiction extends IOException {
        @java.io.Serial private static final long serialVersionUID = 1;

        Contradiction(String message) {
            super(message);
        }
    }
}
