package org.affidavit.sessionlog.transcript;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.affidavit.sessionlog.LogRecord;
import org.affidavit.sessionlog.event.Payload;
import org.affidavit.sessionlog.event.SessionEvent;
import org.affidavit.sessionlog.transcript.SessionDecoder.Source;
import org.affidavit.sessionlog.vault.PayloadReading;

/// Puts the records of one session, in the order of the log, into steps.
final class StepAssembly {
    private final SessionDecoder decoder;
    private final List<Step> before = new ArrayList<>();
    private final Map<Integer, StepBuilder> commands = new TreeMap<>();
    private final List<Step> after = new ArrayList<>();

    StepAssembly(SessionDecoder decoder) {
        this.decoder = decoder;
    }

    void add(LogRecord record, SessionEvent event, PayloadReading payload) {
        switch (event) {
            case SessionEvent.SessionOpened opened ->
                    before.add(StepBuilder.opening(record.index(), opened, payload.agent(opened)));
            case SessionEvent.SessionClosed closed ->
                    after.add(StepBuilder.end(record.index(), closed));
            case SessionEvent.SessionAborted aborted ->
                    after.add(StepBuilder.end(record.index(), aborted));
            case SessionEvent.CommandIntended intended ->
                    command(intended.command())
                            .intended(
                                    record.index(),
                                    intended,
                                    decode(record, intended.command(), payload, true));
            case SessionEvent.CommandRefused refused ->
                    command(refused.command())
                            .refused(
                                    record.index(),
                                    refused,
                                    decode(record, refused.command(), payload, false));
            case SessionEvent.ApprovalRequested requested ->
                    command(requested.command())
                            .held(
                                    record.index(),
                                    requested,
                                    decode(record, requested.command(), payload, false));
            case SessionEvent.ApprovalDecided decided ->
                    command(decided.command()).decided(record.index(), decided);
            case SessionEvent.ApprovalLapsed lapsed ->
                    command(lapsed.command()).lapsed(record.index(), lapsed);
            case SessionEvent.ResponseDelivered delivered ->
                    command(delivered.command())
                            .delivered(decode(record, delivered.command(), payload, true));
            case SessionEvent.CommandFinished finished ->
                    command(finished.command())
                            .finished(finished, decode(record, finished.command(), payload, true));
        }
    }

    private List<Frame> decode(
            LogRecord record, int command, PayloadReading reading, boolean forwarded) {
        Optional<Payload> payload = reading.payload();
        if (payload.isEmpty()) {
            return List.of(
                    new Frame.Sealed(record.index(), record.event().at(), reading.obstacle()));
        }
        var source = new Source(record.index(), record.event().at(), command, forwarded);
        return decoder.decode(source, payload.get());
    }

    private StepBuilder command(int number) {
        return commands.computeIfAbsent(number, StepBuilder::new);
    }

    List<Step> steps() {
        var steps = new ArrayList<>(before);
        commands.values().forEach(command -> steps.add(command.build()));
        steps.addAll(after);
        return steps;
    }
}
