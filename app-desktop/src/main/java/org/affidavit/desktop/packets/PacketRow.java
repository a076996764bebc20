package org.affidavit.desktop.packets;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import org.affidavit.desktop.words.Formats;
import org.affidavit.desktop.words.HiddenCharacters;
import org.affidavit.sessionlog.event.SessionId;
import org.affidavit.sessionlog.transcript.SessionSummary;

/// One session that can be put into the packet.
public final class PacketRow {
    private final SessionSummary session;
    private final BooleanProperty chosen = new SimpleBooleanProperty();

    PacketRow(SessionSummary session, boolean chosen) {
        this.session = session;
        this.chosen.set(chosen);
    }

    public SessionId id() {
        return session.id();
    }

    public BooleanProperty chosenProperty() {
        return chosen;
    }

    String started() {
        return Formats.moment(session.opened());
    }

    String agent() {
        return HiddenCharacters.line(session.agent().shown());
    }

    String resource() {
        return HiddenCharacters.line(session.resource().name());
    }

    int steps() {
        return session.commands();
    }

    int denied() {
        return session.denied();
    }

    int held() {
        return session.held();
    }
}
