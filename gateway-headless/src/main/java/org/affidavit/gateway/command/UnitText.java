package org.affidavit.gateway.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import org.affidavit.sessionlog.encode.Disclosure;
import org.affidavit.sessionlog.encode.Malformed;
import org.affidavit.sessionlog.encode.PayloadCodec;
import org.affidavit.sessionlog.vault.UnitPlace;

/// Units for people, one a line.
final class UnitText {
    private static final int BYTES_SHOWN = 60;

    private UnitText() {}

    /// All units of a payload, with where they lie.
    static void list(PayloadCodec.Units units, Terminal terminal) {
        line(terminal, 0, "shape", units.unit(0));
        try {
            for (UnitPlace place : UnitPlace.of(units.unit(0))) {
                line(terminal, place.unit(), where(place), units.unit(place.unit()));
            }
        } catch (Malformed e) {
            throw new IllegalStateException("A payload that was opened has a shape", e);
        }
    }

    private static String where(UnitPlace place) {
        return switch (place.direction()) {
                    case TO_AGENT -> "to agent ";
                    case FROM_AGENT -> "from agent ";
                    case DISCLOSURE -> "disclosure ";
                }
                + place.frame()
                + "."
                + place.piece();
    }

    /// The units that are shown.
    static void shown(List<Disclosure.Unit> units, Terminal terminal) {
        for (Disclosure.Unit unit : units) {
            line(
                    terminal,
                    unit.number(),
                    unit.number() == 0 ? "shape" : "",
                    ByteBuffer.wrap(unit.bytes()));
        }
    }

    private static void line(Terminal terminal, int number, String where, ByteBuffer unit) {
        byte[] begin = new byte[Math.min(BYTES_SHOWN, unit.remaining())];
        unit.get(0, begin);
        String text = number == 0 ? "" : Visible.line(new String(begin, UTF_8));
        terminal.out()
                .println(
                        String.format(
                                        Locale.ROOT,
                                        "unit %-6d %-16s %8d bytes  %s%s",
                                        number,
                                        where,
                                        unit.remaining(),
                                        text,
                                        number > 0 && unit.remaining() > BYTES_SHOWN ? "…" : "")
                                .stripTrailing());
    }
}
