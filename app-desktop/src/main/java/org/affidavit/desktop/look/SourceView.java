package org.affidavit.desktop.look;

import javafx.geometry.Insets;
import javafx.scene.layout.StackPane;
import jfx.incubator.scene.control.richtext.CodeArea;
import org.affidavit.desktop.words.HiddenCharacters;

/// Shows recorded text as it is: monospaced, read-only, with hidden characters written out.
///
/// The only class that knows which text control does this.
public final class SourceView extends StackPane {
    private static final int CHARACTERS_PER_LINE = 70;
    private static final int LINES_MAX = 14;
    private static final double LINE_HEIGHT = 18;
    private static final double PADDING = 10;

    private final CodeArea area = new CodeArea();
    private final SqlColours colours = new SqlColours();

    public SourceView() {
        getStyleClass().add("source-view");
        area.setEditable(false);
        area.setWrapText(true);
        area.setLineNumbersEnabled(false);
        area.setHighlightCurrentParagraph(false);
        area.setContentPadding(new Insets(PADDING, 12, PADDING, 12));
        area.setSyntaxDecorator(colours);
        getChildren().add(area);
    }

    /// Shows a text from its beginning.
    public void show(String recorded) {
        String text = HiddenCharacters.shown(recorded);
        colours.read(text);
        area.setText(text);
        area.moveDocumentStart();
    }

    /// Takes the height that a text needs, within limits.
    public void fitLines(String recorded, int linesMin) {
        long lines =
                recorded.lines().mapToLong(line -> 1 + line.length() / CHARACTERS_PER_LINE).sum();
        setPrefHeight(Math.clamp(lines, linesMin, LINES_MAX) * LINE_HEIGHT + 2 * PADDING + 4);
        setMinHeight(LINE_HEIGHT + 2 * PADDING);
    }

    /// What is shown, with hidden characters written out.
    public String shown() {
        return area.getText();
    }

    /// Numbers on the lines.
    public void setNumbered(boolean numbered) {
        area.setLineNumbersEnabled(numbered);
    }

    @Override
    public void requestFocus() {
        area.requestFocus();
    }
}
