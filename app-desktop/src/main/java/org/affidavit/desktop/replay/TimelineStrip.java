package org.affidavit.desktop.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleConsumer;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.affidavit.desktop.look.Chip;
import org.affidavit.desktop.look.Icons;
import org.affidavit.desktop.words.Formats;
import org.affidavit.desktop.words.Words;

/// The strip at the bottom: every frame a tick, marks above, cut idle time hatched between.
public final class TimelineStrip extends Pane {
    private static final int TICKS_MAX = 400;
    private static final double EDGE = 14;

    private record Placed(Node node, double place, double centreY) {}

    private final Region track = new Region();
    private final Region done = new Region();
    private final Region head = new Region();
    private final List<Placed> placed = new ArrayList<>();
    private Timeline timeline = Timeline.EMPTY;
    private int frame = -1;
    private DoubleConsumer seek = _ -> {};

    public TimelineStrip() {
        getStyleClass().add("timeline");
        setAccessibleRole(AccessibleRole.SLIDER);
        track.getStyleClass().add("timeline-track");
        done.getStyleClass().add("timeline-done");
        head.getStyleClass().add("timeline-head");
        setOnMousePressed(press -> seek.accept(place(press.getX())));
        setOnMouseDragged(drag -> seek.accept(place(drag.getX())));
    }

    /// Hears places from 0 to 1 that were clicked or dragged to.
    void onSeek(DoubleConsumer listener) {
        seek = listener;
    }

    void show(Timeline now) {
        timeline = now;
        placed.clear();
        var places = now.places();
        int stride = Math.max(1, places.size() / TICKS_MAX);
        for (int i = 0; i < places.size(); i += stride) {
            placed.add(new Placed(region("timeline-tick"), places.get(i), 30));
        }
        for (var cut : now.breaks()) {
            var gap = new Label(Formats.span(cut.idle()));
            gap.getStyleClass().add("timeline-break");
            Tooltip.install(gap, new Tooltip(Words.say("replay.idle", gap.getText())));
            placed.add(new Placed(gap, cut.place(), 48));
        }
        now.marks().forEach(mark -> placed.add(new Placed(mark(mark), mark.place(), 12)));
        getChildren().setAll(track, done);
        placed.forEach(one -> getChildren().add(one.node()));
        getChildren().add(head);
        requestLayout();
    }

    void moveTo(int now) {
        frame = now;
        requestLayout();
    }

    private static Region region(String style) {
        var region = new Region();
        region.getStyleClass().add(style);
        region.setMouseTransparent(true);
        return region;
    }

    private static Node mark(Timeline.Mark mark) {
        var icon = new StackPane(Icons.of(Icons.of(mark.standing())));
        icon.getStyleClass().addAll("timeline-mark", Chip.tone(mark.standing().tone()));
        Tooltip.install(icon, new Tooltip(mark.standing().word()));
        return icon;
    }

    private double place(double x) {
        return Math.clamp((x - EDGE) / Math.max(1, getWidth() - 2 * EDGE), 0, 1);
    }

    private double x(double place) {
        return EDGE + place * (getWidth() - 2 * EDGE);
    }

    @Override
    protected void layoutChildren() {
        track.resizeRelocate(EDGE, 28, Math.max(0, getWidth() - 2 * EDGE), 4);
        for (var one : placed) {
            one.node().autosize();
            var bounds = one.node().getLayoutBounds();
            one.node()
                    .relocate(
                            Math.rint(x(one.place()) - bounds.getWidth() / 2),
                            Math.rint(one.centreY() - bounds.getHeight() / 2));
        }
        boolean standing = frame >= 0 && frame < timeline.places().size();
        head.setVisible(standing);
        done.setVisible(standing);
        if (standing) {
            double at = x(timeline.places().get(frame));
            done.resizeRelocate(EDGE, 28, Math.max(0, at - EDGE), 4);
            head.resizeRelocate(Math.rint(at - 7), 23, 14, 14);
        }
    }

    @Override
    protected double computePrefHeight(double width) {
        return 58;
    }
}
