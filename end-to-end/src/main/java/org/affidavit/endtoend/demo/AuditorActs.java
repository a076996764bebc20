package org.affidavit.endtoend.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.affidavit.endtoend.AffidavitCommand.Result;
import org.affidavit.endtoend.GatewayFolder;
import tools.jackson.databind.json.JsonMapper;

/// What an auditor does with the log: verify, search, export, check.
final class AuditorActs {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final GatewayFolder gateway;
    private final Story story;

    AuditorActs(GatewayFolder gateway, Story story) {
        this.gateway = gateway;
        this.story = story;
    }

    /// While the gateway still writes.
    void playLive() throws IOException, InterruptedException {
        story.chapter("The log, while the gateway still writes it");
        verify("the live log verifies");
    }

    /// With nothing running but the auditor's own tools.
    void playOffline() throws IOException, InterruptedException {
        story.chapter("An auditor, later, with nothing but the folder");
        verify("the closed log verifies");
        searches();
        packet();
    }

    private void verify(String claim) throws IOException, InterruptedException {
        var verdict = affidavit("verify", gateway.log().toString());
        story.step(
                claim + ": \"" + firstLine(verdict) + "\"",
                verdict.exit() == 0,
                verdict.out() + verdict.err());
    }

    private void searches() throws IOException, InterruptedException {
        Map<String, String> queries = new LinkedHashMap<>();
        queries.put("a word of a statement", "refunded");
        queries.put("a word of a response", "Lindqvist");
        queries.put("the name of a masked column", "masked:email");
        queries.put("the agent", "agent:billing-bot");
        queries.put("the resource", "resource:prod-db");
        queries.put("the time", "time:-1h");
        queries.put("what was denied", "outcome:denied verb:DROP");
        for (var query : queries.entrySet()) {
            var found =
                    affidavit(
                            "sessions",
                            "search",
                            query.getValue(),
                            "--json",
                            "--log",
                            gateway.log().toString());
            story.step(
                    "found by " + query.getKey() + ": " + query.getValue(),
                    found.exit() == 0
                            && JSON.readTree(found.out()).at("/sessions/0/session").isString(),
                    found.out() + found.err());
        }
    }

    private void packet() throws IOException, InterruptedException {
        Path pdf = gateway.folder().resolve("packet.pdf");
        var built =
                affidavit(
                        "packet",
                        "build",
                        "--log",
                        gateway.log().toString(),
                        "--out",
                        pdf.toString(),
                        "--title",
                        "Agent access to prod-db");
        story.step(
                "evidence packet written: packet.pdf, " + size(pdf) / 1024 + " KiB",
                built.exit() == 0 && size(pdf) > 0,
                built.out() + built.err());
        var checked = affidavit("packet", "verify", pdf.toString());
        story.step(
                "the packet agrees with itself",
                checked.exit() == 0,
                checked.out() + checked.err());
    }

    private static long size(Path file) throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }

    private Result affidavit(String... arguments) throws IOException, InterruptedException {
        return gateway.affidavit().run(arguments);
    }

    private static String firstLine(Result result) {
        return result.out().lines().findFirst().orElse("");
    }
}
