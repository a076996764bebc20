package org.affidavit.sessionlog.vault;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.affidavit.sessionlog.encode.Malformed;
import org.affidavit.sessionlog.encode.PayloadCodec;
import org.affidavit.sessionlog.event.WireFrame.Direction;

/// Where a unit lies in its payload.
///
/// @param unit its number, from 1: the shape lies nowhere
/// @param frame number of the wire message, from 0
/// @param piece number of the piece in its wire message, from 0
/// @param length in bytes
public record UnitPlace(int unit, int frame, Direction direction, int piece, int length) {
    /// Where all units but the shape lie, in order.
    ///
    /// @throws Malformed if these are not exactly the bytes of a shape
    public static List<UnitPlace> of(ByteBuffer shape) throws Malformed {
        var places = new ArrayList<UnitPlace>();
        int frame = 0;
        for (PayloadCodec.Frame one : PayloadCodec.shapeAlone(shape)) {
            for (int piece = 0; piece < one.lengths().length; piece++) {
                int unit = places.size() + 1;
                places.add(
                        new UnitPlace(unit, frame, one.direction(), piece, one.lengths()[piece]));
            }
            frame++;
        }
        return places;
    }
}
