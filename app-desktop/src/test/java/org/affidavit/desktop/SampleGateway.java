package org.affidavit.desktop;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.affidavit.desktop.gateway.Approval;
import org.affidavit.desktop.gateway.Approval.State;
import org.affidavit.desktop.gateway.Gateway;
import org.affidavit.desktop.gateway.GatewayRefusal;
import org.affidavit.sessionlog.consent.ConsentRequest;
import org.affidavit.sessionlog.consent.DeviceKey;
import org.affidavit.sessionlog.event.Principal;
import org.affidavit.sessionlog.event.Resource;

/// A gateway in memory. `dana.ortiz` calls; whoever decides is taken at their word.
public final class SampleGateway implements Gateway {
    public static final Instant NOW = Samples.START.plusSeconds(960);

    private final Map<String, Approval> requests = new LinkedHashMap<>();
    private final List<Listener> listeners = new ArrayList<>();
    private final List<String> signed = new ArrayList<>();
    private final List<String> enrolled = new ArrayList<>();

    private final String name;
    private final Principal me;

    /// One that has these requests.
    public SampleGateway(String name, Principal me, List<Approval> approvals) {
        this.name = name;
        this.me = me;
        approvals.forEach(this::add);
    }

    public SampleGateway() {
        this("gw.example:8443", Samples.DANA, List.of());
        add(
                waiting(
                        "req-7GK2",
                        "DELETE FROM sessions\n WHERE last_seen < now() - interval '90 days'",
                        "ops-agent",
                        "dana.ortiz",
                        282));
        add(
                waiting(
                        "req-8PW4",
                        "UPDATE accounts SET limit_eur = 5000 WHERE id = 88 /*\u202E } if"
                                + " admin\u2066 */ -- trusted",
                        "billing-bot",
                        "j.ruiz",
                        121));
        add(
                waiting(
                        "req-1AA9",
                        "DELETE FROM carts WHERE updated_at < date '2026-01-01'",
                        "shop-agent",
                        "storefront",
                        41));
        var old =
                waiting(
                        "req-4QD8",
                        "DELETE FROM payments WHERE status = 'void' AND created_at < date"
                                + " '2025-01-01'",
                        "billing-bot",
                        "j.ruiz",
                        -600);
        add(decided(old, State.APPROVED, "mira.k", "Matches ticket FIN-2231, 3 void rows"));
        add(
                decided(
                        waiting("req-9XT1", "DELETE FROM customers", "billing-bot", "j.ruiz", -700),
                        State.DENIED,
                        "mira.k",
                        "No WHERE clause. This would remove every customer."));
        add(
                decided(
                        waiting(
                                "req-2MM5",
                                "DELETE FROM payments WHERE amount < 1",
                                "billing-bot",
                                "j.ruiz",
                                -900),
                        State.LAPSED,
                        "",
                        "EXPIRED"));
    }

    public static Approval waiting(
            String id, String statement, String agent, String owner, long secondsLeft) {
        List<byte[]> messages = List.of(query(statement));
        var consent =
                new ConsentRequest(
                        id,
                        Samples.id(2),
                        1,
                        Samples.agent(agent, owner),
                        new Resource("prod-db", "postgres"),
                        ConsentRequest.commandSha256(messages),
                        Samples.sha256("policy"),
                        Samples.sha256("nonce of " + id).substring(0, 32),
                        NOW.plusSeconds(secondsLeft));
        return new Approval(
                consent,
                State.WAITING,
                consent.digest(),
                NOW.plusSeconds(secondsLeft - 300),
                messages,
                List.of(statement.split(" ")[0]),
                List.of("public." + statement.split("\\s+")[statement.startsWith("U") ? 1 : 2]),
                "hold-writes",
                "policy.yaml:31",
                "Statements that remove or change rows in production need a second person.",
                List.of("db-approvers"),
                Optional.empty(),
                Optional.empty(),
                "");
    }

    /// A simple query as a client sends it.
    private static byte[] query(String sql) {
        byte[] text = (sql + "\0").getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(5 + text.length)
                .put((byte) 'Q')
                .putInt(4 + text.length)
                .put(text)
                .array();
    }

    public static Approval decided(Approval of, State state, String by, String reason) {
        return decided(of, state, by, of.asked().plusSeconds(41), reason);
    }

    public static Approval decided(Approval of, State state, String by, Instant at, String reason) {
        return new Approval(
                of.consent(),
                state,
                of.digest(),
                of.asked(),
                of.messages(),
                of.verbs(),
                of.objects(),
                of.rule(),
                of.place(),
                of.message(),
                of.approverGroups(),
                by.isEmpty() ? Optional.empty() : Optional.of(by),
                Optional.of(at),
                reason);
    }

    public void add(Approval approval) {
        requests.put(approval.id(), approval);
        listeners.forEach(one -> one.changed(approval));
    }

    public void lose() {
        listeners.forEach(one -> one.lost("The gateway cannot be reached: Connection refused.", 4));
    }

    public List<String> signed() {
        return signed;
    }

    public List<String> enrolled() {
        return enrolled;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Principal whoami() {
        return me;
    }

    @Override
    public List<Approval> approvals() {
        return List.copyOf(requests.values());
    }

    @Override
    public Approval decide(String request, String jws) throws GatewayRefusal {
        var of = requests.get(request);
        if (of.state() != State.WAITING) {
            throw new GatewayRefusal("not-waiting", "This request was decided already.");
        }
        signed.add(jws);
        var now = decided(of, State.APPROVED, Samples.DANA.name(), "taken");
        requests.put(request, now);
        return now;
    }

    @Override
    public void enrol(DeviceKey key, Instant now) {
        enrolled.add(key.publicJwk());
    }

    @Override
    public void follow(Listener listener) {
        listeners.add(listener);
        listener.connected();
    }

    @Override
    public void close() {}
}
