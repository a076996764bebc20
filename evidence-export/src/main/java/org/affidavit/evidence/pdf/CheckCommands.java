package org.affidavit.evidence.pdf;

import java.util.ArrayList;
import java.util.List;
import org.affidavit.evidence.report.Report;
import org.affidavit.evidence.report.SessionPart;

/// The commands of the page "Check it without us". Data, so that a test runs exactly what is
/// printed.
public record CheckCommands(String manifestSha256, List<Command> list) {
    public CheckCommands {
        list = List.copyOf(list);
    }

    /// One check.
    ///
    /// @param lines shell commands
    /// @param expected what they print when all is well
    public record Command(String purpose, List<String> lines, String expected) {
        public Command {
            lines = List.copyOf(lines);
        }
    }

    static CheckCommands of(Report report, String manifestSha256) {
        var list = new ArrayList<Command>();
        list.add(
                new Command(
                        "Take the attachments out of this file.",
                        List.of(
                                "mkdir packet && pdfdetach -saveall -o packet packet.pdf",
                                "cd packet"),
                        report.annex().size() + " files, as in the annex."));
        list.add(
                new Command(
                        "Compare each of them with the manifest, and the manifest with this page.",
                        List.of(
                                "sha256sum manifest.json",
                                "jq -r '.attachments[] | .sha256 + \" *\" + .name' manifest.json"
                                        + " | sha256sum -c"),
                        "the manifest's hash above, then OK for every file."));
        list.add(signature());
        list.add(
                new Command(
                        "Read the root that was signed.",
                        List.of(
                                "sed -n 3p note.txt | base64 -d | od -An -v -tx1 | tr -d ' \\n';"
                                        + " echo"),
                        "the checkpoint root above."));
        report.sessions().stream()
                .filter(session -> session.chain().records() > 1)
                .findFirst()
                .ifPresent(session -> list.add(link(session)));
        report.sessions().stream()
                .filter(session -> !session.steps().isEmpty())
                .findFirst()
                .ifPresent(session -> list.add(payload(session)));
        list.add(
                new Command(
                        "With our software, if you choose to use it: the packet, then the log.",
                        List.of(
                                "affidavit packet verify ../packet.pdf",
                                "affidavit verify LOG-FOLDER --key KEY-FROM-THE-OPERATOR"),
                        "intact, exit code 0; exit code 7 means tampering."));
        return new CheckCommands(manifestSha256, list);
    }

    private static Command signature() {
        return new Command(
                "Check the signature of the checkpoint with OpenSSL.",
                List.of(
                        "head -n 1 log.vkey | cut -d+ -f3- | base64 -d | tail -c +2 > key.raw",
                        "{ printf '0*0\\005\\006\\003+ep\\003!\\000'; cat key.raw; } > key.der",
                        "sed '/^$/,$d' checkpoint.note > note.txt",
                        "sed '1,/^$/d' checkpoint.note | head -n 1 | cut -d' ' -f3 | base64 -d |"
                                + " tail -c +5 > note.sig",
                        "openssl pkeyutl -verify -pubin -keyform DER -inkey key.der -rawin"
                                + " -in note.txt -sigfile note.sig"),
                "Signature Verified Successfully");
    }

    private static Command link(SessionPart session) {
        String file = session.attachment();
        return new Command(
                "Follow a link of a session's chain: the hash of a record is in the next one.",
                List.of(
                        "{ printf '\\000'; sed -n 1p " + file + " | tr -d '\\n'; } | sha256sum",
                        "sed -n 2p " + file + " | jq -r .p"),
                "the same hash twice; so for every following pair of lines.");
    }

    private static Command payload(SessionPart session) {
        return new Command(
                "Compare the session's recorded bytes with its records: here the first that has"
                        + " any.",
                List.of(
                        "s=" + session.id(),
                        "python3 check-units.txt payloads-$s.bin session-$s.jsonl > units.txt",
                        "head -n 2 units.txt"),
                "the same hash twice; so for every following pair of lines in units.txt.");
    }
}
