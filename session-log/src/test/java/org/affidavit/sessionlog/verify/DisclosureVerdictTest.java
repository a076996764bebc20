package org.affidavit.sessionlog.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.affidavit.sessionlog.LogRecord;
import org.affidavit.sessionlog.LogTree;
import org.affidavit.sessionlog.OutsideTools;
import org.affidavit.sessionlog.SessionLogReader;
import org.affidavit.sessionlog.bundle.TlogProof;
import org.affidavit.sessionlog.encode.Disclosure;
import org.affidavit.sessionlog.encode.Disclosure.Unit;
import org.affidavit.sessionlog.event.SessionEvent.ResponseDelivered;
import org.affidavit.sessionlog.key.VerifierKey;
import org.affidavit.sessionlog.samples.SampleLogs;
import org.affidavit.sessionlog.samples.SampleReaders;
import org.affidavit.sessionlog.vault.OpenedPayload;
import org.affidavit.sessionlog.vault.PayloadReading;
import org.affidavit.sessionlog.vault.ShownUnits;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The first part of a result of the sample log: the shape, the names of three columns, and two
/// rows of a head and three cells, ten units in all.
class DisclosureVerdictTest {
    private static final Path PAGE = Path.of("../docs/verify-without-us.md");

    @TempDir Path folder;
    private List<VerifierKey> keys;
    private LogRecord record;
    private LogTree tree;
    private OpenedPayload opened;

    @BeforeEach
    void open() throws Exception {
        var sample = SampleLogs.write(folder);
        keys = List.of(sample.verifierKey());
        tree = LogTree.newest(sample.folder());
        try (var log = SessionLogReader.open(sample.folder(), SampleReaders.keys())) {
            var found = new ArrayList<LogRecord>();
            log.forEach(
                    0,
                    one -> {
                        if (one.event() instanceof ResponseDelivered) {
                            found.add(one);
                        }
                        return found.isEmpty();
                    });
            record = found.getFirst();
            opened = ((PayloadReading.Open) log.payload(record)).opened();
        }
    }

    private Disclosure show(Integer... numbers) throws Exception {
        return of(record.index(), ShownUnits.of(opened, new TreeSet<>(List.of(numbers))));
    }

    private Disclosure of(long index, List<Unit> units) throws Exception {
        var path = tree.prove(index).proof().path();
        var proof = new TlogProof(index, path, tree.checkpoint().note()).format();
        return new Disclosure(tree.prove(index).leaf(), proof, units, 10 - units.size());
    }

    private DisclosureVerdict judge(Disclosure disclosure) throws Exception {
        return DisclosureVerdict.judge(disclosure.bytes(), keys);
    }

    private DisclosureVerdict judge(Disclosure disclosure, UnaryOperator<String> change)
            throws Exception {
        String text = new String(disclosure.bytes(), UTF_8);
        assertThat(change.apply(text)).isNotEqualTo(text);
        return DisclosureVerdict.judge(change.apply(text).getBytes(UTF_8), keys);
    }

    private static void assertAltered(DisclosureVerdict verdict, String what) {
        assertThat(verdict).isEqualTo(new DisclosureVerdict.Altered(what));
    }

    private static String notTheOne(int unit) {
        return "unit "
                + unit
                + " is not the one that the record commits to: its bytes, its salt or its hashes"
                + " were changed, or it is another one";
    }

    @Test
    void someUnitsAreShownAndNoneOfTheOthers() throws Exception {
        assertThat(new String(opened.bytes(), UTF_8)).contains("Ada Lindqvist");
        for (int unit = 0; unit < 10; unit++) {
            var shown = show(unit);
            assertThat(judge(shown))
                    .isInstanceOfSatisfying(
                            DisclosureVerdict.Proven.class,
                            proven -> {
                                assertThat(proven.record().leaf().index())
                                        .isEqualTo(record.index());
                                assertThat(proven.disclosure().withheld()).isEqualTo(9);
                            });
            assertThat(new String(shown.units().getFirst().bytes(), UTF_8).contains("Ada"))
                    .isEqualTo(unit == 3);
        }
        assertThat(judge(show(0, 1, 2, 3, 4, 5, 6, 7, 8, 9)))
                .isInstanceOf(DisclosureVerdict.Proven.class);
        assertThat(judge(show())).isInstanceOf(DisclosureVerdict.Proven.class);
    }

    @Test
    void nothingIsProvenWithAByteChanged() throws Exception {
        byte[] document = show(0, 3, 9).bytes();
        for (int at = 0; at < document.length; at++) {
            byte[] changed = document.clone();
            changed[at] ^= 1;
            assertThat(DisclosureVerdict.judge(changed, keys))
                    .as("byte %d", at)
                    .isNotInstanceOf(DisclosureVerdict.Proven.class);
        }
    }

    @Test
    void nothingIsProvenOfADocumentCutShort() throws Exception {
        byte[] document = show(0, 3).bytes();
        for (int length = 0; length < document.length; length++) {
            assertThat(DisclosureVerdict.judge(Arrays.copyOf(document, length), keys))
                    .isInstanceOf(DisclosureVerdict.Altered.class);
        }
    }

    @Test
    void aWrongSaltIsSaid() throws Exception {
        var other = show(4).units().getFirst().salt();
        var unit = show(3).units().getFirst();
        assertAltered(
                judge(of(record.index(), List.of(new Unit(3, unit.bytes(), other, unit.path())))),
                notTheOne(3));
        byte[] shorter = Arrays.copyOf(unit.salt(), 15);
        assertAltered(
                judge(of(record.index(), List.of(new Unit(3, unit.bytes(), shorter, unit.path())))),
                notTheOne(3));
    }

    @Test
    void aChangedUnitIsSaid() throws Exception {
        var unit = show(3).units().getFirst();
        byte[] changed = unit.bytes().clone();
        changed[5] ^= 1;
        assertAltered(
                judge(of(record.index(), List.of(new Unit(3, changed, unit.salt(), unit.path())))),
                notTheOne(3));
    }

    @Test
    void bytesMovedBetweenSaltAndUnitAreSaid() throws Exception {
        var unit = show(3).units().getFirst();
        byte[] salt = Arrays.copyOf(unit.salt(), 17);
        salt[16] = unit.bytes()[0];
        byte[] rest = Arrays.copyOfRange(unit.bytes(), 1, unit.bytes().length);
        assertAltered(
                judge(of(record.index(), List.of(new Unit(3, rest, salt, unit.path())))),
                notTheOne(3));
    }

    @Test
    void swappedUnitsAreSaid() throws Exception {
        var units = show(3, 7).units();
        var first = units.get(0);
        var second = units.get(1);
        assertAltered(
                judge(
                        of(
                                record.index(),
                                List.of(
                                        new Unit(3, second.bytes(), second.salt(), second.path()),
                                        new Unit(7, first.bytes(), first.salt(), first.path())))),
                notTheOne(3));
        assertAltered(
                judge(of(record.index(), List.of(second, first))),
                "unit 3 follows unit 7, and each stands once, in order");
    }

    @Test
    void anIndexThatIsNotTheUnitsOwnIsSaid() throws Exception {
        assertAltered(
                judge(show(3), text -> text.replace("\"unit\":3", "\"unit\":4")), notTheOne(4));
        for (String number : List.of("10", "-1", "2147483647")) {
            assertAltered(
                    judge(show(3), text -> text.replace("\"unit\":3", "\"unit\":" + number)),
                    "there is no unit " + number + ": the record commits to units 0 to 9");
        }
    }

    @Test
    void anExtraUnitIsSaid() throws Exception {
        var unit = show(3).units().getFirst();
        assertAltered(
                judge(of(record.index(), List.of(unit, unit))),
                "unit 3 follows unit 3, and each stands once, in order");
        var made = new Unit(5, "forged".getBytes(UTF_8), unit.salt(), unit.path());
        assertAltered(judge(of(record.index(), List.of(unit, made))), notTheOne(5));
    }

    @Test
    void aPathThatIsLongerOrShorterIsSaid() throws Exception {
        var unit = show(3).units().getFirst();
        var longer = new ArrayList<>(unit.path());
        longer.add(new byte[32]);
        for (List<byte[]> path : List.of(longer, unit.path().subList(1, 3), List.<byte[]>of())) {
            assertAltered(
                    judge(
                            of(
                                    record.index(),
                                    List.of(new Unit(3, unit.bytes(), unit.salt(), path)))),
                    notTheOne(3));
        }
    }

    @Test
    void anotherRecordIsSaid() throws Exception {
        var units = show(3).units();
        assertAltered(judge(of(0, units)), "the record commits to no payload, so nothing is of it");
        assertThat(judge(of(record.index() + 1, units)))
                .isInstanceOf(DisclosureVerdict.Altered.class);
        assertAltered(
                judge(new Disclosure(record.leaf(), of(0, units).proof(), units, 9)),
                "the proof is of record 0, and the record says that it is record "
                        + record.index());
    }

    @Test
    void aWrongCountOfWhatIsWithheldIsSaid() throws Exception {
        assertAltered(
                judge(show(3), text -> text.replace("\"withheld\":9", "\"withheld\":0")),
                "it says that 0 units are withheld, and 9 are");
    }

    @Test
    void whatIsNotTheOneFormOfADocumentIsSaid() throws Exception {
        String cannot = "the disclosure cannot be read: ";
        assertAltered(
                judge(
                        show(3),
                        text -> text.replace("\"withheld\":9", "\"withheld\":9,\"withheld\":9")),
                cannot + "the key \"withheld\" stands twice");
        assertAltered(
                judge(show(3), text -> text.replace("\"unit\":3", "\"unit\":3,\"unit\":4")),
                cannot + "the key \"unit\" stands twice");
        assertAltered(
                judge(show(3), text -> text + " "), cannot + "something follows the JSON object");
        assertAltered(
                judge(show(3), text -> text.replace("\"withheld\":9", "\"withheld\":9,\"x\":1")),
                cannot + "unknown field \"x\"");
        String salt = HexFormat.of().formatHex(show(3).units().getFirst().salt());
        assertAltered(
                judge(show(3), text -> text.replace("\"" + salt, "\"" + salt + "0")),
                cannot + "unit 3 is not written in base64 and hex");
        assertAltered(
                judge(show(1), text -> text.replaceFirst("(\"bytes\":\"[^\"=]*)=+\"", "$1\"")),
                cannot + "it is not in its one form");
    }

    @Test
    void aKeyThatIsNotTrustedIsNamedOnlyIfAllElseHolds() throws Exception {
        var document = show(3).bytes();
        assertThat(DisclosureVerdict.judge(document, List.of()))
                .isEqualTo(new DisclosureVerdict.UnknownKey(keys.getFirst().id()));
        String changed = new String(document, UTF_8).replace("\"unit\":3", "\"unit\":4");
        assertThat(DisclosureVerdict.judge(changed.getBytes(UTF_8), List.of()))
                .isInstanceOf(DisclosureVerdict.Altered.class);
    }

    /// The script of the page, on disclosures and on such as were altered.
    @Test
    void pythonAloneSaysTheSame() throws Exception {
        OutsideTools.require("python3");
        assertThat(python(show(0, 3, 9).bytes())).contains("3 of 10 units");
        assertThat(python(show(3).bytes())).contains("1 of 10 units", "Ada Lindqvist");
        String text = new String(show(3).bytes(), UTF_8);
        String salt = HexFormat.of().formatHex(show(3).units().getFirst().salt());
        String other = HexFormat.of().formatHex(show(4).units().getFirst().salt());
        for (String changed :
                List.of(
                        text.replace(salt, other),
                        text.replace("\"unit\":3", "\"unit\":4"),
                        text.replace("\"unit\":3", "\"unit\":10"),
                        text.replace("\"unit\":3", "\"unit\":3,\"unit\":3"),
                        text.replace("\"withheld\":9", "\"withheld\":8"),
                        text.replace("\\\"part\\\":1", "\\\"part\\\":2"),
                        text + "x")) {
            assertThat(changed).isNotEqualTo(text);
            assertThat(python(changed.getBytes(UTF_8))).contains("Error").doesNotContain(" of 10");
        }
    }

    private String python(byte[] document) throws Exception {
        String page = Files.readString(PAGE);
        int from = page.indexOf("cat > shown.py <<'END'\n") + "cat > shown.py <<'END'\n".length();
        String script = page.substring(from, page.indexOf("\nEND\n", from) + 1);
        Files.writeString(folder.resolve("shown.py"), script);
        Files.write(folder.resolve("shown.json"), document);
        return new OutsideTools(folder).run(List.of("python3", "shown.py", "shown.json")).out();
    }
}
