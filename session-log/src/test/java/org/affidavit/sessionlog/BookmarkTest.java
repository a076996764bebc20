package org.affidavit.sessionlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.text.ParseException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.affidavit.sessionlog.event.SessionId;
import org.affidavit.sessionlog.tree.CompactRange;
import org.affidavit.sessionlog.tree.TreeHash;
import org.junit.jupiter.api.Test;

class BookmarkTest {
    private static final String HASH = "0f".repeat(32);

    private static CompactRange range(int leaves) {
        var range = new CompactRange();
        for (int i = 0; i < leaves; i++) {
            range.append(TreeHash.leaf(new byte[] {(byte) i}));
        }
        return range;
    }

    private static Bookmark sample() {
        var session = new SessionId("01KA5B3V8G7Q9X2M4N6P8R0S1T");
        return new Bookmark(
                1_000_000,
                HASH,
                new Bookmark.Place(999_424, 27_816, HASH, 91_244),
                List.of(17L, 204L),
                Instant.parse("2026-11-22T00:00:00Z"),
                range(12),
                Map.of(session, new SessionBook.Account(999_871, HASH, range(3))));
    }

    @Test
    void readsWhatItWrote() throws ParseException {
        Bookmark again = Bookmark.parse(sample().text());
        assertThat(again.text()).isEqualTo(sample().text());
        assertThat(again.period().root()).isEqualTo(range(12).root());
    }

    @Test
    void refusesWhatItWouldNotWrite() {
        String text = sample().text();
        for (String wrong :
                List.of(
                        "",
                        text.replace("size 1", "size x"),
                        text.replace("vault", "wault"),
                        text.replace("devices 17", "devices x"),
                        text.replace(" 12 ", " 13 "),
                        text.replace(HASH, "0f"),
                        text.replace("2026-11-22T", "2026-13-22T"),
                        text.replace("01KA5B", "01KA5"))) {
            assertThatThrownBy(() -> Bookmark.parse(wrong)).isInstanceOf(ParseException.class);
        }
    }
}
