package org.affidavit.sessionlog.note;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.text.ParseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignedNoteTest {
    private static final String NOTE = "a\nb\n\n— k AAAAAAE=\n";

    @Test
    void comesBackAsWritten() throws ParseException {
        SignedNote note = SignedNote.parse(NOTE.getBytes(UTF_8));
        assertThat(note.text()).isEqualTo("a\nb\n");
        assertThat(note.signatures().getFirst().keyId()).isEqualTo("00000000");
        assertThat(note.format()).isEqualTo(NOTE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "a\n",
                "a\n\n",
                "\n\n— k AAAAAAE=\n",
                "a\n\n— k AAAAAAE=",
                "a\n\n- k AAAAAAE=\n",
                "a\n\n— k AAAAAAE\n",
                "a\n\n— k AAAAAAF=\n",
                "a\n\n— k AAAAAA==\n",
                "a\n\n— k  AAAAAAE=\n",
                "a\n\n—  AAAAAAE=\n",
                "a\n\n— k+k AAAAAAE=\n",
                "a\r\n\n— k AAAAAAE=\n",
                "a\n\n— k AAAAAAE=\n\n",
                "a\n\n— k AAAAAAE=\nx\n"
            })
    void refusesEveryOtherForm(String text) {
        assertThatThrownBy(() -> SignedNote.parse(text.getBytes(UTF_8)))
                .isInstanceOf(ParseException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "o\n1\n",
                "\n1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n",
                "o\n01\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n",
                "o\n-1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n",
                "o\n9999999999999999999\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n",
                "o\n1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB=\n",
                "o\n1\nAAAA\n",
                "o\n1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\nmore\n"
            })
    void refusesATextThatIsNoCheckpoint(String text) {
        assertThatThrownBy(() -> CheckpointText.parse(text)).isInstanceOf(ParseException.class);
    }
}
