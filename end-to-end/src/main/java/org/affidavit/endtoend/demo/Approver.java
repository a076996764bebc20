package org.affidavit.endtoend.demo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.affidavit.endtoend.AffidavitCommand.Result;
import org.affidavit.endtoend.GatewayFolder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A person who decides from a terminal.
///
/// @param name a client of the development issuer in the approvers' group
record Approver(GatewayFolder gateway, String name) {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    /// Waits until a command is held.
    ///
    /// @return the id of the request
    String awaitRequest() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (System.nanoTime() < deadline) {
            var listed = command("list", "--json").orFail();
            for (JsonNode request : JSON.readTree(listed)) {
                if (request.path("state").asString().equals("waiting")) {
                    return request.path("id").asString();
                }
            }
        }
        throw new Story.StepFailed("no command was held");
    }

    void approve(String request, String reason) throws IOException, InterruptedException {
        command("approve", request, "--reason", reason).orFail();
    }

    void deny(String request, String reason) throws IOException, InterruptedException {
        command("deny", request, "--reason", reason).orFail();
    }

    private Result command(String verb, String... more) throws IOException, InterruptedException {
        var line = new ArrayList<>(List.of("approvals", verb));
        line.addAll(List.of(more));
        line.addAll(List.of("--as", name, "--config", gateway.config().toString()));
        return gateway.affidavit().run(line.toArray(String[]::new));
    }
}
