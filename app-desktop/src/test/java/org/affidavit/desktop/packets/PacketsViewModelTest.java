package org.affidavit.desktop.packets;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.concurrent.CancellationException;
import org.affidavit.desktop.SampleLibrary;
import org.affidavit.desktop.SampleServices;
import org.affidavit.desktop.Samples;
import org.affidavit.desktop.task.InlineTasks;
import org.affidavit.evidence.Packet;
import org.affidavit.evidence.PacketCheck;
import org.affidavit.evidence.PacketExporter.Progress;
import org.affidavit.evidence.PacketRequest;
import org.junit.jupiter.api.Test;

class PacketsViewModelTest {
    private final SampleServices.Desk desk = new SampleServices.Desk();

    @Test
    void exportsTheChosenSessionsOldestFirst() {
        var model = model(desk);
        model.rows().get(1).chosenProperty().set(true);
        model.rows().get(5).chosenProperty().set(true);
        model.titleProperty().set(" Access review ");
        model.export(Path.of("packet.pdf"));

        assertThat(desk.asked())
                .singleElement()
                .satisfies(request -> {
                    assertThat(request.sessions())
                            .containsExactly(model.rows().get(5).id(), model.rows().get(1).id());
                    assertThat(request.title()).isEqualTo("Access review");
                    assertThat(request.generatedAt()).isEqualTo(Samples.START);
                    assertThat(request.selection()).contains("2 of 10");
                });
        assertThat(model.stateProperty().get()).isInstanceOf(PacketState.Exported.class);
    }

    @Test
    void exportsNothingWithoutSessionsOrTitle() {
        var model = model(desk);
        assertThat(model.missing()).contains("session");

        model.chooseAll();
        assertThat(model.missing()).contains("title");

        model.export(Path.of("packet.pdf"));
        assertThat(desk.asked()).isEmpty();
    }

    @Test
    void saysThatACancelledExportLeavesNoFile() {
        var model = model(new Failing(new CancellationException()));
        export(model);

        assertThat(model.stateProperty().get()).isEqualTo(new PacketState.Cancelled());
    }

    @Test
    void saysWhyAnExportFailed() {
        var model = model(new Failing(new IOException("The disk is full. Free 20 MB.")));
        export(model);

        assertThat(model.stateProperty().get())
                .isEqualTo(new PacketState.Failed("The disk is full. Free 20 MB."));
    }

    @Test
    void keepsTheChoiceWhenTheLogGrows() {
        var model = model(desk);
        model.rows().get(3).chosenProperty().set(true);
        model.refresh();

        assertThat(model.rows().get(3).chosenProperty().get()).isTrue();
        assertThat(model.chosenProperty().get()).isOne();
    }

    @Test
    void tellsWhatACheckFound() {
        var model = model(desk);
        model.check(Path.of("old.pdf"));

        assertThat(model.stateProperty().get())
                .isInstanceOfSatisfying(
                        PacketState.Checked.class,
                        checked -> {
                            assertThat(checked.intact()).isFalse();
                            assertThat(checked.findings()).hasSize(1);
                        });
    }

    @Test
    void makesAFileNameOfTheTitle() {
        var model = model(desk);
        model.titleProperty().set("Access review: Q4/2026");

        assertThat(model.suggestedName()).isEqualTo("access-review-q4-2026.pdf");
    }

    @Test
    void namesEveryStage() {
        assertThat(PacketsViewModel.stages())
                .hasSize(4)
                .allSatisfy(name -> assertThat(name).isNotBlank());
    }

    private static void export(PacketsViewModel model) {
        model.chooseAll();
        model.titleProperty().set("Access review");
        model.export(Path.of("packet.pdf"));
    }

    private static PacketsViewModel model(PacketDesk desk) {
        var model =
                new PacketsViewModel(
                        new InlineTasks(), Clock.fixed(Samples.START, ZoneOffset.UTC), desk);
        model.show(new SampleLibrary(Samples.all()));
        return model;
    }

    private record Failing(Exception problem) implements PacketDesk {
        @Override
        public Packet export(PacketRequest request, Path target, Progress progress)
                throws IOException {
            if (problem instanceof IOException failed) {
                throw failed;
            }
            throw (RuntimeException) problem;
        }

        @Override
        public PacketCheck check(Path packet) {
            return new PacketCheck(true, java.util.List.of());
        }
    }
}
