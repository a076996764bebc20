package org.affidavit.sessionlog.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.affidavit.sessionlog.SessionLogReader;
import org.affidavit.sessionlog.event.SessionId;
import org.affidavit.sessionlog.samples.SampleLogs;
import org.affidavit.sessionlog.samples.SampleLogs.Sample;
import org.affidavit.sessionlog.samples.SampleReaders;
import org.affidavit.sessionlog.transcript.Frame.Cell;
import org.affidavit.sessionlog.transcript.Step.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TranscriptsTest {
    @TempDir Path folder;
    private Sample sample;
    private SessionLogReader reader;
    private Transcripts transcripts;

    @BeforeEach
    void open() throws Exception {
        sample = SampleLogs.write(folder);
        reader = SessionLogReader.open(sample.folder(), SampleReaders.keys());
        transcripts = new Transcripts(reader);
    }

    @AfterEach
    void close() {
        reader.close();
    }

    @Test
    void listsEverySessionOldestFirstWithItsCounts() throws Exception {
        List<SessionSummary> sessions = transcripts.sessions();
        assertThat(sessions).extracting(SessionSummary::id).isEqualTo(sample.sessions());
        SessionSummary billing = sessions.getFirst();
        assertThat(billing.agent().shown()).isEqualTo("billing-bot");
        assertThat(billing.commands()).isEqualTo(4);
        assertThat(billing.denied()).isEqualTo(1);
        assertThat(billing.held()).isEqualTo(1);
        assertThat(billing.failed()).isEqualTo(1);
        assertThat(billing.maskedCells()).isEqualTo(5);
        assertThat(billing.approvers()).containsExactly("Mira Novak");
        assertThat(billing.ended()).isPresent();
    }

    @Test
    void readsEachCommandAsAStepThatAPersonUnderstands() throws Exception {
        List<Step> steps = transcript().steps();
        assertThat(steps)
                .extracting(Step::status)
                .containsExactly(
                        Status.OPENED,
                        Status.COMPLETED,
                        Status.DENIED,
                        Status.APPROVED,
                        Status.FAILED,
                        Status.CLOSED);
        assertThat(steps)
                .extracting(Step::title)
                .containsExactly(
                        "Session opened by billing-bot on prod-db",
                        "SELECT from public.customers, 3 rows",
                        "DROP public.payments: denied by no-ddl",
                        "DELETE from public.payments: approved by Mira Novak, 1 row",
                        "SELECT from public.invoices, error 42P01",
                        "Session closed: agent left");
    }

    @Test
    void showsRowsAcrossPartsAsDeliveredWithMasksMarked() throws Exception {
        List<Frame.Grid> grids = frames(1, Frame.Grid.class);
        assertThat(grids).extracting(Frame.Grid::firstRow).containsExactly(0L, 2L);
        assertThat(grids.getFirst().columns())
                .extracting(Frame.Column::maskedBy)
                .containsExactly("", "mask-email", "mask-card");
        assertThat(grids.getFirst().rows().getFirst())
                .containsExactly(
                        new Cell.Value("Ada Lindqvist"),
                        new Cell.Masked("[masked:email]", "mask-email"),
                        new Cell.Masked("**** 4242", "mask-card"));
        assertThat(grids.get(1).rows().getFirst().get(1)).isEqualTo(new Cell.Null());
    }

    @Test
    void showsARefusalWithItsRuleAndWhatTheAgentWasTold() throws Exception {
        Frame.Denied denied = frames(2, Frame.Denied.class).getFirst();
        assertThat(denied.place()).isEqualTo("policy.yaml:31");
        assertThat(frames(2, Frame.Message.class).getFirst().code()).isEqualTo("42501");
        assertThat(frames(2, Frame.Statement.class).getFirst().text())
                .isEqualTo("DROP TABLE payments");
    }

    @Test
    void showsAHeldCommandOnceWithItsDecision() throws Exception {
        assertThat(frames(3, Frame.Statement.class)).hasSize(1);
        assertThat(frames(3, Frame.Held.class)).hasSize(1);
        assertThat(frames(3, Frame.Decided.class).getFirst().reason()).contains("PAY-311");
    }

    @Test
    void knowsNothingOfASessionThatIsNotThere() throws Exception {
        assertThat(transcripts.transcript(new SessionId("01KA5B3V8G7Q9X2M4N6P8R0S1V"))).isEmpty();
    }

    private Transcript transcript() throws Exception {
        return transcripts.transcript(sample.sessions().getFirst()).orElseThrow();
    }

    private <F extends Frame> List<F> frames(int command, Class<F> kind) throws Exception {
        return transcript().steps().stream()
                .filter(step -> step.command() == command)
                .flatMap(step -> step.frames().stream())
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }
}
