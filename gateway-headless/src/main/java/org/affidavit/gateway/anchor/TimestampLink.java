package org.affidavit.gateway.anchor;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.affidavit.sessionlog.anchor.Timestamp;
import org.affidavit.sessionlog.anchor.TimestampFiles;
import org.affidavit.sessionlog.note.CheckpointText;
import org.affidavit.sessionlog.note.SignedNote;
import org.affidavit.sessionlog.tree.TreeHash;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The time stamp authority: what it stamped last, and what came in between.
public final class TimestampLink {
    private static final Logger LOG = LoggerFactory.getLogger(TimestampLink.class);
    private static final int NONCE_BITS = 64;

    private final URI url;
    private final List<X509Certificate> authorities;
    private final long everyNanos;
    private final AnchorHttp http;
    private final TimestampFiles files;
    private final Noted noted;
    private final SecureRandom random = new SecureRandom();

    private long stamped;
    private long nextNanos = System.nanoTime();
    private volatile AnchorState state;

    /// Hears of each stamp that was kept.
    @FunctionalInterface
    public interface Noted {
        /// @param sha256 of the answer as it was kept, lower-case hex
        void stamped(long size, String sha256, Instant time);
    }

    TimestampLink(
            URI url,
            List<X509Certificate> authorities,
            Duration every,
            AnchorHttp http,
            TimestampFiles files,
            Noted noted) {
        this.url = url;
        this.authorities = List.copyOf(authorities);
        this.everyNanos = every.toNanos();
        this.http = http;
        this.files = files;
        this.noted = noted;
        this.state = AnchorState.begin("timestamps " + url.getAuthority());
    }

    AnchorState state() {
        return state;
    }

    /// Has a checkpoint stamped, unless it was or it is too early. Whatever goes wrong is kept in
    /// the state, and tried again at the next offer.
    void offer(SignedNote note, CheckpointText text) throws InterruptedException {
        if (text.size() <= stamped || System.nanoTime() - nextNanos < 0) {
            return;
        }
        try {
            stamp(note.format().getBytes(UTF_8), text.size());
            stamped = text.size();
            nextNanos = System.nanoTime() + everyNanos;
            state = state.reached(stamped);
        } catch (Timestamp.NotGenuine e) {
            failed("its answer does not count: " + e.getMessage());
        } catch (IOException e) {
            failed(e.getMessage() == null ? e.toString() : e.getMessage());
        }
    }

    private void stamp(byte[] note, long size)
            throws IOException, InterruptedException, Timestamp.NotGenuine {
        byte[] query = Timestamp.query(note, new BigInteger(NONCE_BITS, random).setBit(0));
        AnchorHttp.Answer answer = http.post(url, "application/timestamp-query", query);
        if (answer.status() != 200) {
            throw new IOException("it answered " + answer.status());
        }
        Instant at = Timestamp.answered(answer.body(), query, note, authorities);
        files.put(size, answer.body());
        noted.stamped(size, HexFormat.of().formatHex(TreeHash.sha256().digest(answer.body())), at);
    }

    private void failed(String what) {
        if (!state.problem().equals(what)) {
            LOG.warn("{} does not stamp, and is asked again: {}", state.name(), what);
        }
        state = state.failed(what);
    }
}
