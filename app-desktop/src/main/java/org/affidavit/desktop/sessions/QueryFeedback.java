package org.affidavit.desktop.sessions;

import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import org.affidavit.desktop.look.Icons;
import org.affidavit.desktop.words.Words;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.material2.Material2OutlinedAL;

/// The line under the query box: how the query was understood, or where it cannot be read. The
/// position is pointed at by a caret that lines up with the monospaced query above.
final class QueryFeedback extends HBox {
    QueryFeedback() {
        getStyleClass().add("feedback-line");
    }

    void show(SearchState state) {
        getChildren().clear();
        getStyleClass().removeAll("tone-bad");
        switch (state) {
            case SearchState.Unread unread -> {
                getStyleClass().add("tone-bad");
                var caret = new Label(" ".repeat(unread.position()) + "\u25b2");
                caret.getStyleClass().add("query-caret");
                caret.setMinWidth(USE_PREF_SIZE);
                getChildren()
                        .addAll(caret, say(Material2OutlinedAL.ERROR_OUTLINE, message(unread)));
            }
            case SearchState.Failed failed -> {
                getStyleClass().add("tone-bad");
                getChildren().add(say(Material2OutlinedAL.ERROR_OUTLINE, failed.message()));
            }
            case SearchState.Found found ->
                    getChildren()
                            .add(
                                    say(
                                            Material2OutlinedAL.CHECK,
                                            Words.say("sessions.understood", found.understood())));
            case SearchState.All _ ->
                    getChildren()
                            .add(
                                    say(
                                            Material2OutlinedAL.LIGHTBULB,
                                            Words.say("sessions.query.examples")));
            case SearchState.NoLog() -> {}
        }
    }

    private static String message(SearchState.Unread unread) {
        return Words.say("sessions.query.problem", unread.position() + 1, unread.message());
    }

    private static Label say(Ikon ikon, String text) {
        return new Label(text, Icons.of(ikon));
    }
}
