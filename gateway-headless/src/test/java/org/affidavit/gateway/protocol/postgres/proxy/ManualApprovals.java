package org.affidavit.gateway.protocol.postgres.proxy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.affidavit.gateway.approval.Approvals;
import org.affidavit.gateway.policy.Verdict;
import org.affidavit.sessionlog.consent.ConsentRequest;
import org.affidavit.sessionlog.event.CommandFacts;
import org.affidavit.sessionlog.event.Principal;
import org.affidavit.sessionlog.event.Resource;
import org.affidavit.sessionlog.event.SessionEvent.LapseCause;
import org.affidavit.sessionlog.event.SessionId;
import org.affidavit.sessionlog.event.WireFrame;

/// Approvals that the test decides.
final class ManualApprovals implements Approvals {
    static final Principal LEAD =
            new Principal("https://issuer.test", "lead-1", "Lea Lead", "", List.of("leads"));

    final List<Held> holds = new CopyOnWriteArrayList<>();
    final List<List<WireFrame>> frames = new CopyOnWriteArrayList<>();

    /// When what is held from now on expires.
    volatile Instant expires = Instant.MAX;

    final List<String> withdrawn = new CopyOnWriteArrayList<>();

    @Override
    public synchronized Held hold(
            SessionId session,
            int command,
            Principal agent,
            Resource resource,
            CommandFacts facts,
            String statement,
            List<WireFrame> wire,
            Verdict.Hold verdict) {
        String id = "request-" + (holds.size() + 1);
        var consent =
                new ConsentRequest(id, session, command, agent, resource, "", "", "", expires);
        var request =
                new Request(
                        consent,
                        "",
                        facts,
                        statement,
                        wire.stream().map(WireFrame::bytes).toList(),
                        verdict.rule(),
                        verdict.message(),
                        verdict.approverGroups(),
                        Instant.EPOCH,
                        Optional.empty(),
                        Optional.empty());
        var held = new Held(request, new CompletableFuture<>());
        frames.add(wire);
        holds.add(held);
        return held;
    }

    void approve(Held held) {
        held.outcome().complete(new Outcome.Approved(id(held), LEAD, "fine"));
    }

    void refuse(Held held) {
        held.outcome().complete(new Outcome.Refused(id(held), LEAD, "not today"));
    }

    static String id(Held held) {
        return held.request().consent().request();
    }

    @Override
    public void withdraw(String request, LapseCause cause) {
        withdrawn.add(request + " " + cause);
        holds.stream()
                .filter(held -> id(held).equals(request))
                .forEach(held -> held.outcome().complete(new Outcome.Lapsed(request, cause)));
    }

    @Override
    public CompletableFuture<Request> decide(String request, Principal approver, String jws) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Request> requests() {
        return holds.stream().map(Held::request).toList();
    }

    @Override
    public Optional<Request> request(String id) {
        return Optional.empty();
    }

    @Override
    public AutoCloseable listen(Listener listener) {
        return () -> {};
    }
}
