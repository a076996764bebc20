package org.affidavit.desktop.integrity;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.regex.Pattern;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.affidavit.desktop.task.Pace;
import org.affidavit.desktop.task.Tasks;
import org.affidavit.desktop.words.Formats;
import org.affidavit.desktop.words.Words;
import org.affidavit.sessionlog.key.VerifierKey;
import org.jspecify.annotations.Nullable;

/// Verifies a log, says how far it got, and holds what was found.
public final class IntegrityViewModel {
    /// What a shell takes as it is.
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./@:+-]+");

    private final Tasks tasks;
    private final Clock clock;
    private final LogCheck check;
    private final ReadOnlyObjectWrapper<IntegrityState> state =
            new ReadOnlyObjectWrapper<>(new IntegrityState.NoLog());
    private @Nullable Path folder;
    private List<VerifierKey> trusted = List.of();
    private Tasks.@Nullable Job running;
    private Instant verifiedAt = Instant.EPOCH;

    public IntegrityViewModel(Tasks tasks, Clock clock, LogCheck check) {
        this.tasks = tasks;
        this.clock = clock;
        this.check = check;
    }

    /// Another log is open; it counts as not verified.
    public void show(Path log, List<VerifierKey> keys) {
        cancel();
        folder = log;
        trusted = List.copyOf(keys);
        state.set(new IntegrityState.Unchecked(log.toString()));
    }

    /// Verifies the log on screen, from its first byte.
    public void verify() {
        var log = folder;
        if (log == null || state.get() instanceof IntegrityState.Running) {
            return;
        }
        state.set(new IntegrityState.Running(-1, Words.say("integrity.starting")));
        Instant started = clock.instant();
        running =
                tasks.run(
                        job -> {
                            var pace = new Pace(clock);
                            return check.verify(
                                    log,
                                    trusted,
                                    (records, done, total) -> {
                                        if (pace.due()) {
                                            tell(records, done, total, started);
                                        }
                                        return !job.cancelled();
                                    });
                        },
                        outcome -> {
                            verifiedAt = clock.instant();
                            state.set(new IntegrityState.Done(Finding.of(outcome, log.toString())));
                        },
                        this::stopped);
    }

    private void tell(long records, long done, long total, Instant started) {
        double seconds =
                Math.max(0.001, Duration.between(started, clock.instant()).toMillis() / 1000.0);
        String progress =
                Words.say(
                        "integrity.progress",
                        Formats.count(records),
                        Formats.count((long) (records / seconds)),
                        Formats.size(done),
                        Formats.size(total));
        tasks.onScreen(() -> {
            if (state.get() instanceof IntegrityState.Running) {
                state.set(
                        new IntegrityState.Running(
                                total == 0 ? -1 : (double) done / total, progress));
            }
        });
    }

    private void stopped(Exception problem) {
        state.set(
                problem instanceof CancellationException
                        ? new IntegrityState.Cancelled()
                        : new IntegrityState.Failed(Words.problem(problem)));
    }

    /// Stops a running verification; it proves nothing then.
    public void cancel() {
        if (running != null) {
            running.cancel();
        }
    }

    /// How to make the same check without this app: a line to paste. Names no key where none lies
    /// beside the log.
    public String ownCheck() {
        var log = folder;
        if (log == null) {
            return "";
        }
        String key = VerifierKey.beside(log).map(IntegrityViewModel::quoted).orElse("FILE");
        return "affidavit verify " + quoted(log) + " --key " + key;
    }

    private static String quoted(Path path) {
        String text = path.toString();
        return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
    }

    /// When the finding on screen was made.
    public Instant verifiedAt() {
        return verifiedAt;
    }

    public ReadOnlyObjectProperty<IntegrityState> stateProperty() {
        return state.getReadOnlyProperty();
    }
}
