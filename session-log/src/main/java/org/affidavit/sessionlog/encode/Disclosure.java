package org.affidavit.sessionlog.encode;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/// Some units of the payload of one record, for somebody who shall see none of the others:
///
/// ```
/// {"affidavit":"disclosure/v1",
///  "leaf":"{\"boot\":…}",               the record that commits to the payload, exact text
///  "proof":"c2sp.org/tlog-proof@v1\n…", that the record lies in a log
///  "units":[{"bytes":"AAAADUFkYQ==",    the unit, base64
///            "path":["<hex>", …],       hashes from the unit's sibling up
///            "salt":"<hex>",
///            "unit":3}, …],             its number; ascending
///  "withheld":7}                        how many units are not shown
/// ```
///
/// Canonical JSON, like a leaf, with nothing behind it.
///
/// @param leaf exact bytes
/// @param proof a C2SP tlog-proof
public record Disclosure(byte[] leaf, String proof, List<Unit> units, int withheld) {
    /// Longest document, in bytes.
    public static final int BYTES_MAX = 64 << 20;

    private static final String KIND = "disclosure/v1";
    private static final byte[] BEGINNING = "{\"affidavit\":".getBytes(US_ASCII);
    private static final HexFormat HEX = HexFormat.of();

    public Disclosure {
        units = List.copyOf(units);
    }

    /// A unit that is shown, with what ties it to the root.
    ///
    /// @param path hashes from the unit's sibling up
    public record Unit(int number, byte[] bytes, byte[] salt, List<byte[]> path) {
        public Unit {
            path = List.copyOf(path);
        }

        /// About how long it is in a document.
        public long length() {
            return 128L + bytes.length / 3 * 4L + path.size() * 67L;
        }
    }

    /// Whether it begins like a document, whatever follows.
    public static boolean isOne(byte[] bytes) {
        int length = Math.min(bytes.length, BEGINNING.length);
        return Arrays.equals(bytes, 0, length, BEGINNING, 0, BEGINNING.length);
    }

    /// The document as it is stored.
    ///
    /// @throws Malformed if the leaf or the proof has no such form
    public byte[] bytes() throws Malformed {
        var list = new ArrayList<Object>();
        for (Unit unit : units) {
            list.add(
                    new Fields()
                            .put("bytes", Base64.getEncoder().encodeToString(unit.bytes()))
                            .put("path", unit.path().stream().map(HEX::formatHex).toList())
                            .put("salt", HEX.formatHex(unit.salt()))
                            .put("unit", unit.number())
                            .map());
        }
        return CanonicalJson.write(
                new Fields()
                        .put("affidavit", KIND)
                        .put("leaf", new String(leaf, UTF_8))
                        .put("proof", proof)
                        .put("units", list)
                        .put("withheld", withheld)
                        .map());
    }

    /// @throws Malformed if these are not exactly the bytes of a document
    public static Disclosure read(byte[] bytes) throws Malformed {
        if (bytes.length > BYTES_MAX) {
            throw new Malformed("it is longer than " + BYTES_MAX + " bytes");
        }
        FieldsIn in = FieldsIn.of(bytes);
        String kind = in.text("affidavit");
        if (!kind.equals(KIND)) {
            throw new Malformed("it says that it is a \"" + kind + "\", not a " + KIND);
        }
        var units = new ArrayList<Unit>();
        for (FieldsIn unit : in.objects("units")) {
            units.add(unit(unit));
        }
        var read =
                new Disclosure(
                        in.text("leaf").getBytes(UTF_8),
                        in.text("proof"),
                        units,
                        in.number("withheld"));
        in.done();
        // Base64 and hex can say the same bytes in several ways.
        if (!Arrays.equals(read.bytes(), bytes)) {
            throw new Malformed("it is not in its one form");
        }
        return read;
    }

    private static Unit unit(FieldsIn in) throws Malformed {
        int number = in.number("unit");
        try {
            var path = new ArrayList<byte[]>();
            for (String hash : in.texts("path")) {
                path.add(HEX.parseHex(hash));
            }
            byte[] bytes = Base64.getDecoder().decode(in.text("bytes"));
            var unit = new Unit(number, bytes, HEX.parseHex(in.text("salt")), path);
            in.done();
            return unit;
        } catch (IllegalArgumentException e) {
            throw new Malformed("unit " + number + " is not written in base64 and hex", e);
        }
    }
}
