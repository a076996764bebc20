package org.affidavit.desktop.look;

import java.util.function.Function;
import java.util.function.ToLongFunction;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.geometry.Pos;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import org.affidavit.desktop.words.Formats;
import org.affidavit.desktop.words.Standing;
import org.affidavit.desktop.words.Words;
import org.jspecify.annotations.Nullable;

/// Table columns that all look alike: text to the left, numbers to the right, zero quiet.
public final class Columns {
    private Columns() {}

    /// Text.
    public static <R> TableColumn<R, String> text(
            String key, double width, Function<R, String> of) {
        TableColumn<R, String> column = column(key, width, of);
        column.setCellFactory(_ ->
                new TableCell<>() {
                    @Override
                    protected void updateItem(@Nullable String item, boolean empty) {
                        super.updateItem(item, empty);
                        setText(empty ? null : item);
                    }
                });
        return column;
    }

    /// Text in the evidence typeface.
    public static <R> TableColumn<R, String> mono(
            String key, double width, Function<R, String> of) {
        var column = text(key, width, of);
        column.getStyleClass().add("mono");
        return column;
    }

    /// A count; a zero is shown as a quiet dash. A positive one may carry a standing.
    public static <R> TableColumn<R, Long> count(
            String key, double width, ToLongFunction<R> of, @Nullable Standing alarm) {
        TableColumn<R, Long> column = column(key, width, row -> of.applyAsLong(row));
        column.getStyleClass().add("number");
        column.setCellFactory(_ -> new CountCell<>(alarm));
        return column;
    }

    /// A chip.
    public static <R> TableColumn<R, Standing> chip(
            String key, double width, Function<R, Standing> of) {
        TableColumn<R, Standing> column = column(key, width, of);
        column.setCellFactory(_ ->
                new TableCell<>() {
                    private final Chip chip = new Chip();

                    @Override
                    protected void updateItem(@Nullable Standing item, boolean empty) {
                        super.updateItem(item, empty);
                        if (empty || item == null) {
                            setGraphic(null);
                        } else {
                            chip.show(item);
                            setGraphic(chip);
                        }
                    }
                });
        return column;
    }

    private static <R, V> TableColumn<R, V> column(String key, double width, Function<R, V> of) {
        var column = new TableColumn<R, V>(Words.say(key));
        column.setPrefWidth(width);
        column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(of.apply(row.getValue())));
        return column;
    }

    private static final class CountCell<R> extends TableCell<R, Long> {
        private final @Nullable Standing alarm;

        CountCell(@Nullable Standing alarm) {
            this.alarm = alarm;
            setAlignment(Pos.CENTER_RIGHT);
        }

        @Override
        protected void updateItem(@Nullable Long item, boolean empty) {
            super.updateItem(item, empty);
            getStyleClass().removeIf(name -> name.startsWith("tone-") || name.equals("quiet"));
            setText(null);
            setGraphic(null);
            if (empty || item == null) {
                return;
            }
            setText(item == 0 ? "\u2013" : Formats.count(item));
            if (item == 0) {
                getStyleClass().add("quiet");
            } else if (alarm != null) {
                getStyleClass().add(Chip.tone(alarm.tone()));
                setGraphic(Icons.of(Icons.of(alarm)));
            }
        }
    }
}
