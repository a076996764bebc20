package org.affidavit.gateway.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.affidavit.gateway.config.ConfigInvalid;
import org.affidavit.sessionlog.LogRecord;
import org.affidavit.sessionlog.SessionLogReader;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `affidavit records`.
@Command(
        name = "records",
        description = "Reads the records of a log as they are stored, one by one.",
        footer = {
            "  affidavit records list --type access.refused --log gateway/log",
            "  affidavit records show 7 --log gateway/log"
        })
final class RecordsCommand {
    private static final String NOT_VERIFIED =
            "Reads the log without verifying it; that is `affidavit verify`.";

    private RecordsCommand() {}

    static CommandLine line(Terminal terminal) {
        return new CommandLine(new RecordsCommand())
                .addSubcommand(new ListRecords(terminal))
                .addSubcommand(new Show(terminal));
    }

    /// `affidavit records list`.
    @Command(
            name = "list",
            description = {
                "Lists records in their order: who was turned away, which policies came into force,"
                        + " which devices were enrolled, what every session did.",
                NOT_VERIFIED
            },
            footer = {
                "  affidavit records list --type access.refused --log gateway/log",
                "  affidavit records list --json --log gateway/log | jq -r .t | sort | uniq -c"
            })
    private static final class ListRecords implements Callable<Integer> {
        private final Terminal terminal;
        @Mixin private LogOption log = new LogOption();

        @Option(
                names = "--type",
                paramLabel = "TYPE",
                description = "Only records of this type, such as access.refused; can be repeated.")
        private List<String> types = List.of();

        @Option(
                names = "--from",
                paramLabel = "N",
                description = "Begin at this record. Default: 0.")
        private long from;

        @Option(names = "--json", description = "Print each record as it is stored, one a line.")
        private boolean json;

        ListRecords(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() throws CommandFailed, ConfigInvalid, IOException {
            Path folder = log.folder(terminal);
            try (SessionLogReader reader = SessionLogReader.open(folder)) {
                if (from < 0) {
                    throw noRecord(from, reader);
                }
                var text = new RecordText(types);
                reader.forEach(
                        from,
                        record -> {
                            text.print(record, json, terminal.out());
                            return true;
                        });
                for (String type : text.missed()) {
                    terminal.err()
                            .println(
                                    "No record is of type "
                                            + Visible.line(type)
                                            + ". The types here are: "
                                            + String.join(", ", text.seen())
                                            + ".");
                }
                return new ReadingEnd(folder, terminal).tell(reader).code();
            }
        }
    }

    /// `affidavit records show`.
    @Command(
            name = "show",
            description = {
                "Prints one record, exactly the bytes that the log's tree is built over.",
                NOT_VERIFIED
            },
            footer = "  affidavit records show 7 --log gateway/log | jq .")
    private static final class Show implements Callable<Integer> {
        private final Terminal terminal;
        @Mixin private LogOption log = new LogOption();

        @Parameters(paramLabel = "N", description = "The record's number, from 0.")
        private long index;

        Show(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() throws CommandFailed, ConfigInvalid, IOException {
            Path folder = log.folder(terminal);
            try (SessionLogReader reader = SessionLogReader.open(folder)) {
                if (index < 0 || index >= reader.size()) {
                    throw noRecord(index, reader);
                }
                LogRecord record = reader.record(index);
                terminal.out().println(new String(record.leaf(), UTF_8));
                return ExitCode.OK.code();
            }
        }
    }

    private static CommandFailed noRecord(long index, SessionLogReader reader) throws IOException {
        return new CommandFailed(
                ExitCode.USAGE,
                "There is no record " + index + ".",
                "The log has records 0 to " + (reader.size() - 1) + ".");
    }
}
