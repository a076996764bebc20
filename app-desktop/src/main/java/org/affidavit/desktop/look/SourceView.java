package org.affidavit.desktop.look;

import javafx.scene.layout.StackPane;
import jfx.incubator.scene.control.richtext.CodeArea;
import org.affidavit.desktop.words.HiddenCharacters;

/// Shows recorded text as it is: monospaced, read-only, with hidden characters written out.
///
/// The only class that knows which text control does this.
public final class SourceView extends StackPane {
    private final CodeArea area = new CodeArea();
    private final SqlColours colours = new SqlColours();

    public SourceView() {
        getStyleClass().add("source-view");
        area.setEditable(false);
        area.setWrapText(true);
        area.setLineNumbersEnabled(false);
        area.setHighlightCurrentParagraph(false);
        area.setSyntaxDecorator(colours);
        getChildren().add(area);
    }

    /// Shows a text from its beginning.
    public void show(String recorded) {
        String text = HiddenCharacters.reveal(recorded).text();
        colours.read(text);
        area.setText(text);
        area.moveDocumentStart();
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
