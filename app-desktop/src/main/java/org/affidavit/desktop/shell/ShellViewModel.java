package org.affidavit.desktop.shell;

import java.util.ArrayDeque;
import java.util.Deque;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.affidavit.desktop.words.Standing;
import org.affidavit.desktop.words.Words;

/// Which screen is shown, what the status bar says, and light or dark.
public final class ShellViewModel {
    private static final int HISTORY_MAX = 50;

    private final ReadOnlyObjectWrapper<Screen> screen =
            new ReadOnlyObjectWrapper<>(Screen.SESSIONS);
    private final Deque<Screen> before = new ArrayDeque<>();
    private final SimpleObjectProperty<Boolean> started = new SimpleObjectProperty<>(false);
    private final SimpleObjectProperty<Boolean> dark;
    private final StringProperty logName = new SimpleStringProperty("");
    private final StringProperty logPlace = new SimpleStringProperty("");
    private final StringProperty problem = new SimpleStringProperty("");
    private final StringProperty busy = new SimpleStringProperty("");
    private final IntegerProperty waiting = new SimpleIntegerProperty();
    private final ObjectProperty<Status> integrity =
            new SimpleObjectProperty<>(
                    new Status(Standing.UNCHECKED, Words.say("status.integrity.unchecked")));
    private final ObjectProperty<Status> gateway =
            new SimpleObjectProperty<>(
                    new Status(Standing.OFFLINE, Words.say("status.gateway.none")));

    public ShellViewModel(boolean dark) {
        this.dark = new SimpleObjectProperty<>(dark);
    }

    /// Shows a screen and remembers the one before it.
    public void go(Screen next) {
        if (next != screen.get()) {
            before.push(screen.get());
            if (before.size() > HISTORY_MAX) {
                before.removeLast();
            }
            screen.set(next);
        }
    }

    /// Shows the screen before this one.
    public void back() {
        if (!before.isEmpty()) {
            screen.set(before.pop());
        }
    }

    /// A log or a gateway is there: the first-run page gives way to the screens.
    public void begin() {
        started.set(true);
    }

    public void toggleTheme() {
        dark.set(!dark.get());
    }

    public ReadOnlyObjectProperty<Screen> screenProperty() {
        return screen.getReadOnlyProperty();
    }

    public SimpleObjectProperty<Boolean> startedProperty() {
        return started;
    }

    public SimpleObjectProperty<Boolean> darkProperty() {
        return dark;
    }

    /// Name of the open log; empty if none.
    public StringProperty logNameProperty() {
        return logName;
    }

    /// Folder of the open log.
    public StringProperty logPlaceProperty() {
        return logPlace;
    }

    /// What went wrong outside any screen; empty if nothing.
    public StringProperty problemProperty() {
        return problem;
    }

    /// What is being worked on; empty when idle.
    public StringProperty busyProperty() {
        return busy;
    }

    /// Approval requests that wait.
    public IntegerProperty waitingProperty() {
        return waiting;
    }

    public ObjectProperty<Status> integrityProperty() {
        return integrity;
    }

    public ObjectProperty<Status> gatewayProperty() {
        return gateway;
    }
}
