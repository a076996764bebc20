package org.affidavit.gateway.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.affidavit.gateway.config.ConfigInvalid;
import org.affidavit.sessionlog.Erasure;
import org.affidavit.sessionlog.SessionLog;
import org.affidavit.sessionlog.event.SessionId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/// `affidavit erase`.
@Command(
        name = "erase",
        description = {
            "Erases for ever what was said in a session, or the payload of one of its records.",
            "The gateway that runs does it for those whom its configuration names as `officers`"
                    + " under `log`. Without --gateway, this writes the log itself, and the gateway"
                    + " must be stopped.",
            "A record says who ordered it, why and under which basis. All other records stay, and"
                    + " so does the proof of them. After a crash, run it again: it goes on where it"
                    + " stopped."
        },
        footer = {
            "  affidavit erase --session 01KA5B3V8G7Q9X2M4N6P8R0S1T \\",
            "      --basis 'GDPR Art. 17' --reason 'request 4711' --yes \\",
            "      --gateway https://localhost:8443 --ca gateway/ca.crt --token-file token",
            "  affidavit erase --session 01KA5B3V8G7Q9X2M4N6P8R0S1T \\",
            "      --by 'Dana Reyes' --basis 'GDPR Art. 17' --reason 'request 4711' \\",
            "      --log gateway/log --key gateway/keys/log.key --yes"
        })
final class EraseCommand implements Callable<Integer> {
    private final Terminal terminal;
    @Mixin private WriterOption log = new WriterOption();
    @Mixin private GatewayOption gateway = new GatewayOption();

    @Option(
            names = "--session",
            required = true,
            paramLabel = "ID",
            description = "The session's id.")
    private String session = "";

    @Option(
            names = "--record",
            paramLabel = "N",
            description = "Erase the payload of this record alone. Default: of all of them.")
    private Optional<Long> record = Optional.empty();

    @Option(
            names = "--basis",
            required = true,
            paramLabel = "TEXT",
            description = "What allows or demands it, such as a law. Goes on record.")
    private String basis = "";

    @Mixin private OrderOption order = new OrderOption();

    @Option(names = "--yes", description = "Do it. Without, nothing is erased.")
    private boolean yes;

    EraseCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        SessionId id = SessionsCommand.id(session);
        String what =
                record.isPresent()
                        ? "the payload of record " + record.get() + " of session " + id
                        : "all payloads of session " + id + " and the key that opens them";
        if (!yes) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "This erases for ever " + what + ". Nothing was erased yet.",
                    "To erase it, run the same with --yes.");
        }
        tell(gateway.given(log.named() || order.named()) ? ask(id) : write(id), what);
        return ExitCode.OK.code();
    }

    private Erasure.Done write(SessionId id) throws CommandFailed, ConfigInvalid, IOException {
        var wanted = new Erasure(id, record, order.by(), basis.strip(), order.reason());
        try (SessionLog writer = log.open(terminal, words(id))) {
            return writer.erase(wanted);
        }
    }

    private Erasure.Done ask(SessionId id) throws Exception {
        JsonNode done =
                GatewayOption.finished(
                        gateway.calling(
                                terminal,
                                client ->
                                        client.erase(
                                                id.value(),
                                                record,
                                                basis.strip(),
                                                order.reason())));
        return new Erasure.Done(
                done.path("record").asLong(-1),
                done.path("resumed").asBoolean(false),
                done.path("payloads").asInt(0),
                done.path("bytes").asLong(0),
                done.path("keyGone").asBoolean(false));
    }

    private List<String> words(SessionId id) {
        var words = new ArrayList<>(List.of("erase", "--session", id.value()));
        record.ifPresent(index -> words.addAll(List.of("--record", index.toString())));
        words.addAll(List.of("--basis", basis.strip(), "--reason", order.reason(), "--yes"));
        return words;
    }

    private void tell(Erasure.Done done, String what) {
        terminal.out().println("Erased " + what + ".");
        terminal.out()
                .println(
                        String.format(
                                Locale.ROOT,
                                "payloads  %,d, %,d bytes%s",
                                done.payloads(),
                                done.bytes(),
                                done.keyGone() ? " with the key" : ""));
        terminal.out()
                .println(
                        "record    "
                                + done.order()
                                + (done.resumed() ? ", which had ordered it before" : ""));
        terminal.err()
                .println(
                        "Copies and backups of the log are not reached, nor bundles, packets and"
                                + " search indexes that were made of it. Keys of a retention period"
                                + " reach those that hold it sealed: see docs/erasure.md.");
    }
}
