package org.affidavit.gateway.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.affidavit.gateway.recording.LogRecorder;
import org.affidavit.sessionlog.SessionLog;
import org.affidavit.sessionlog.event.CommandFacts;
import org.affidavit.sessionlog.event.Principal;
import org.affidavit.sessionlog.event.Resource;
import org.affidavit.sessionlog.event.RuleRef;
import org.affidavit.sessionlog.event.SessionEvent.CloseCause;
import org.affidavit.sessionlog.event.SessionEvent.Outcome;
import org.affidavit.sessionlog.event.WireFrame;
import org.affidavit.sessionlog.event.WireFrame.Direction;
import org.affidavit.sessionlog.key.LogSigner;
import org.affidavit.sessionlog.samples.SampleReaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A policy that decides by values, over a log in which they were bound.
class ReplayedValuesTest {
    @TempDir Path folder;

    @Test
    void judgesEachRunByTheValuesItHadThen() throws Exception {
        record();
        Files.writeString(folder.resolve("reader.jwk"), SampleReaders.AUDITOR);
        Path policy =
                Files.writeString(
                        folder.resolve("policy.yaml"),
                        """
                        version: 1
                        rules:
                          - { id: open, connect: true, when: "true", verdict: allow }
                          - { id: one, when: "statement.parameters == ['42']", verdict: allow }
                        """);
        var run =
                CommandRun.of(
                        "policy",
                        "replay",
                        policy.toString(),
                        "--log",
                        folder.resolve("log").toString(),
                        "--reader-key",
                        folder.resolve("reader.jwk").toString());

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("command 2", "was allow (all), would be deny (default)")
                .contains("command 3", "would be deny (one, policy.yaml:4)")
                .doesNotContain("command 1 ")
                .contains("2 verdicts would be different");
    }

    private void record() throws Exception {
        var signer = LogSigner.create(folder.resolve("log.key"), "test/affidavit");
        var options =
                SessionLog.Options.of(
                        "test/affidavit", SampleReaders.recipients(), Clock.systemUTC());
        try (var log = SessionLog.open(folder.resolve("log"), signer, options);
                var recorder =
                        new LogRecorder(log, "boot", Clock.systemUTC(), new SecureRandom())) {
            var session =
                    recorder.open(
                                    new Principal("i", "bot", "bot", "", List.of("agents")),
                                    new Resource("prod-db", "postgres"),
                                    "a client",
                                    "0".repeat(64),
                                    Optional.empty())
                            .join();
            for (List<WireFrame> asked :
                    List.of(
                            asked(23, new byte[] {0, 0, 0, 42}),
                            asked(23, new byte[] {0, 0, 0, 43}),
                            asked(0, new byte[] {0, 0, 0, 42}))) {
                int command = session.nextCommand();
                session.intended(
                                command,
                                new CommandFacts("execute", List.of("SELECT"), List.of()),
                                new RuleRef("all", "policy.yaml:1"),
                                Optional.empty(),
                                asked)
                        .join();
                session.finished(command, Outcome.COMPLETED, 1, 0, "", List.of(), List.of()).join();
            }
            session.close(CloseCause.AGENT_LEFT).join();
        }
    }

    /// One value in binary form.
    private static List<WireFrame> asked(int type, byte[] value) {
        return List.of(
                frame(
                        'P',
                        body -> {
                            text(body, "", "SELECT $1");
                            body.writeShort(1).writeInt(type);
                        }),
                frame(
                        'B',
                        body -> {
                            text(body, "", "");
                            body.writeShort(1).writeShort(1).writeShort(1);
                            body.writeInt(value.length).writeBytes(value).writeShort(0);
                        }),
                frame(
                        'E',
                        body -> {
                            text(body, "");
                            body.writeInt(0);
                        }));
    }

    private static WireFrame frame(char type, Consumer<ByteBuf> content) {
        ByteBuf body = Unpooled.buffer();
        content.accept(body);
        ByteBuf message = Unpooled.buffer().writeByte(type).writeInt(4 + body.readableBytes());
        return new WireFrame(
                Direction.FROM_AGENT, 0, ByteBufUtil.getBytes(message.writeBytes(body)));
    }

    private static void text(ByteBuf body, String... texts) {
        for (String text : texts) {
            body.writeCharSequence(text + "\0", StandardCharsets.UTF_8);
        }
    }
}
