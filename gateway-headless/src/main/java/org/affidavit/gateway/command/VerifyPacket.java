package org.affidavit.gateway.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.affidavit.evidence.PacketCheck;
import org.affidavit.evidence.PacketExporter;
import org.affidavit.sessionlog.key.VerifierKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `affidavit packet verify`.
@Command(
        name = "verify",
        description = {
            "Checks that a packet agrees with itself, and that a key you trust signed it.",
            "The key inside a packet proves nothing: whoever makes a packet up makes up its key."
                    + " Name the one that you received another way."
        },
        footer = {
            "  affidavit packet verify packet.pdf --key received-by-mail.vkey",
            "  affidavit packet verify packet.pdf"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:intact",
            "1:not a packet, or not a key",
            "4:no such file",
            "7:altered",
            "9:intact, but signed by a key that was not given"
        })
final class VerifyPacket implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "FILE", description = "The packet.")
    private Path packet = Path.of("");

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description =
                    "A public key that may have signed the log, received another way than the"
                            + " packet; give it again for more.")
    private List<Path> keys = new ArrayList<>();

    VerifyPacket(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws CommandFailed, IOException {
        if (!Files.isRegularFile(packet)) {
            throw new CommandFailed(
                    ExitCode.NOT_FOUND,
                    "There is no packet " + packet + ".",
                    "Name the PDF: affidavit packet verify packet.pdf");
        }
        List<VerifierKey> trusted = keys.isEmpty() ? List.of() : LogKeys.named(keys).keys();
        PacketExporter exporter = new PacketExporter();
        PacketCheck check = exporter.check(packet);
        if (!check.intact()) {
            print("ALTERED: the packet does not agree with itself.", check);
            return ExitCode.ALTERED.code();
        }
        return judge(exporter.key(packet), trusted, check).code();
    }

    private ExitCode judge(VerifierKey brought, List<VerifierKey> trusted, PacketCheck check) {
        if (trusted.stream().anyMatch(brought::satisfies)) {
            print(
                    "Intact: the packet agrees with itself, and a key that you named signed it.",
                    check);
            terminal.out().println("This is as good as the way by which you received the key.");
            return ExitCode.OK;
        }
        if (trusted.isEmpty()) {
            print("Intact: the packet agrees with itself.", check);
            terminal.out()
                    .println(
                            "The key came inside the packet. Compare it with one that you received"
                                + " another way (--key FILE): whoever makes a packet up makes up"
                                + " its key.");
            terminal.out().println("key          " + Visible.line(brought.vkey()));
            return ExitCode.OK;
        }
        print(
                "Unknown key: the packet agrees with itself, but key "
                        + brought.id()
                        + " signed it, which was not given.",
                check);
        terminal.out()
                .println(
                        "So nothing shows that the gateway you trust wrote this. Ask its operator"
                                + " for the key of the log "
                                + Visible.line(brought.name())
                                + ", another way than the packet.");
        return ExitCode.UNKNOWN_KEY;
    }

    private void print(String sentence, PacketCheck check) {
        terminal.out().println(sentence);
        check.findings().forEach(finding -> terminal.out().println(Visible.line(finding)));
    }
}
