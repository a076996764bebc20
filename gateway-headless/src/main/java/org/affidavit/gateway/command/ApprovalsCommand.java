package org.affidavit.gateway.command;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.affidavit.gateway.control.ControlClient;
import org.affidavit.sessionlog.consent.ConsentDecision;
import org.affidavit.sessionlog.consent.DeviceKey;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `affidavit approvals`.
@Command(
        name = "approvals",
        description = "Shows commands that wait for a person, and decides on them.",
        footer = {
            "  affidavit approvals list --as dana --config gateway/affidavit.yaml",
            "  affidavit approvals approve R-1f2e3d4c5b6a7988 --as dana \\",
            "      --reason 'Ticket FIN-2231' --config gateway/affidavit.yaml"
        })
final class ApprovalsCommand {
    private ApprovalsCommand() {}

    static CommandLine line(Terminal terminal) {
        return new CommandLine(new ApprovalsCommand())
                .addSubcommand(new ListRequests(terminal))
                .addSubcommand(new ShowRequest(terminal))
                .addSubcommand(new Approve(terminal))
                .addSubcommand(new Deny(terminal));
    }

    /// `affidavit approvals list`.
    @Command(
            name = "list",
            description = "Lists the commands that wait, newest first.",
            footer = "  affidavit approvals list --as dana --config gateway/affidavit.yaml")
    private static final class ListRequests implements Callable<Integer> {
        private final Terminal terminal;
        @Mixin private ApproverOption approver = new ApproverOption();

        @Option(names = "--all", description = "Those that were decided or lapsed, too.")
        private boolean all;

        @Option(names = "--json", description = "Print JSON, as the control API gives it.")
        private boolean json;

        ListRequests(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() throws Exception {
            JsonNode requests = approver.calling(terminal, client -> client.approvals(!all));
            if (json) {
                terminal.out().println(Json.JSON.writeValueAsString(requests));
                return ExitCode.OK.code();
            }
            Table table =
                    new Table("REQUEST", "STATE", "AGENT", "RESOURCE", "EXPIRES", "STATEMENT");
            for (JsonNode request : requests) {
                table.row(
                        request.path("id").asString(""),
                        request.path("state").asString(""),
                        request.at("/agent/name").asString(""),
                        request.at("/resource/name").asString(""),
                        request.path("expires").asString(""),
                        request.path("statement").asString(""));
            }
            table.printTo(terminal.out());
            return ExitCode.OK.code();
        }
    }

    /// `affidavit approvals show`.
    @Command(
            name = "show",
            description = "Shows one request in full, and recomputes its digest.",
            footer = {
                "  affidavit approvals show R-1f2e3d4c5b6a7988 --as dana \\",
                "      --config gateway/affidavit.yaml"
            })
    private static final class ShowRequest implements Callable<Integer> {
        private final Terminal terminal;
        @Mixin private ApproverOption approver = new ApproverOption();

        @Parameters(paramLabel = "ID", description = "The request's id.")
        private String id = "";

        ShowRequest(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() throws Exception {
            JsonNode request = approver.calling(terminal, client -> client.approval(id));
            ShownRequest.of(request).printTo(terminal.out());
            return ExitCode.OK.code();
        }
    }

    /// `affidavit approvals approve`.
    @Command(
            name = "approve",
            description = {
                "Lets a held command run, with a decision signed by your own key.",
                "What is signed is recomputed here: this identity, resource, command and policy,"
                        + " and no other."
            },
            footer = {
                "  affidavit approvals approve R-1f2e3d4c5b6a7988 --as dana \\",
                "      --reason 'Ticket FIN-2231' --config gateway/affidavit.yaml"
            })
    private static final class Approve implements Callable<Integer> {
        private final Terminal terminal;
        @Mixin private DecideOption decide = new DecideOption();

        Approve(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() throws Exception {
            return decide.send(terminal, true);
        }
    }

    /// `affidavit approvals deny`.
    @Command(
            name = "deny",
            description = "Refuses a held command, with a decision signed by your own key.",
            footer = {
                "  affidavit approvals deny R-1f2e3d4c5b6a7988 --as dana \\",
                "      --reason 'No ticket' --config gateway/affidavit.yaml"
            })
    private static final class Deny implements Callable<Integer> {
        private final Terminal terminal;
        @Mixin private DecideOption decide = new DecideOption();

        Deny(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() throws Exception {
            return decide.send(terminal, false);
        }
    }

    /// What both decisions need.
    private static final class DecideOption {
        @Mixin private ApproverOption approver = new ApproverOption();

        @Parameters(paramLabel = "ID", description = "The request's id.")
        private String id = "";

        @Option(
                names = "--reason",
                required = true,
                paramLabel = "TEXT",
                description = "Why; it is recorded with the decision.")
        private String reason = "";

        int send(Terminal terminal, boolean approved) throws Exception {
            if (reason.isBlank()) {
                throw new CommandFailed(
                        ExitCode.USAGE,
                        "The reason is empty.",
                        "Say why in words that an auditor understands: --reason TEXT");
            }
            DeviceKey key = approver.deviceKey(terminal);
            JsonNode ended =
                    approver.calling(terminal, client -> send(terminal, client, key, approved));
            terminal.out()
                    .println(
                            ended.path("id").asString(id)
                                    + " "
                                    + ended.path("state").asString("")
                                    + " by "
                                    + Visible.line(ended.path("decidedBy").asString("")));
            return ExitCode.OK.code();
        }

        private JsonNode send(
                Terminal terminal, ControlClient client, DeviceKey key, boolean approved)
                throws Exception {
            ShownRequest shown = ShownRequest.of(client.approval(id));
            shown.printTo(terminal.err());
            new OwnDevice(client, terminal.clock().instant()).enrol(key, Optional.empty());
            return client.decide(
                    id,
                    key.sign(
                            new ConsentDecision(
                                    id,
                                    shown.digest(),
                                    approved,
                                    reason,
                                    terminal.clock().instant())));
        }
    }
}
