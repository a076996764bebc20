package org.affidavit.index.lucene;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import org.affidavit.index.query.Query;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field.Store;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EvidenceAnalyzerTest {
    private static final long SEED = Long.getLong("tests.seed", 11L);
    private static final Pattern IDENTIFIER = Pattern.compile("[\\p{L}\\p{N}_]+");
    private static final String LETTERS = "abcXYZéŘßΣσςİıдЖ漢字\uD801\uDC00_09Ⅻ½";
    private static final String BETWEEN = " \t\n.,;:'\"`@+-*/()[]{}<>|=!?#$%&\\^~«»\u0301\u00a0";

    private Directory directory;

    @BeforeEach
    void open() {
        directory = new ByteBuffersDirectory();
    }

    @AfterEach
    void close() throws Exception {
        directory.close();
    }

    @ParameterizedTest
    @CsvSource({
        "select*from public.SecretCuStOmErS;--, secretcustomers",
        "select*from public.SecretCuStOmErS;--, SecretCustomers",
        "select*from public.SecretCuStOmErS;--, public.secretcustomers",
        "invoiceLines, invoicelines",
        "invoiceLines, lines",
        "invoice_lines, invoice_lines",
        "invoice_lines, LINES",
        "XMLParser, parser",
        "INVOICE_Lines2024, lines2024",
        "e\u0301tat_civil, civil",
        "ΟΔΟΣ, οδος",
        "ab½c, AB½C"
    })
    void findsIdentifiersWholeAndByTheirParts(String text, String word) throws Exception {
        write(text);
        assertThat(finds(word)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {248, 255, 256, 5_000, 11_000, 40_000})
    void findsWhatStandsBehindALongRun(int length) throws Exception {
        write("/*" + "a".repeat(length) + "*/zqhidden");
        assertThat(finds("zqhidden")).isTrue();
        assertThat(finds("zqhid*")).isTrue();
        assertThat(finds("*qhidden")).isTrue();
    }

    @Test
    void reachesEveryPlaceOfARunThatIsLongerThanATerm() throws Exception {
        write("漢".repeat(10_900) + "needle" + "漢".repeat(30_000) + "end");
        assertThat(finds("*needle*")).isTrue();
        assertThat(finds("*漢end")).isTrue();
        assertThat(finds("end")).as("a piece is not taken for an identifier").isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alice@corp.com",
                "'alice@corp.com'",
                "(\"alice@corp.com\",1)",
                "a,alice@corp.com;b",
                "<alice@corp.com>",
                "mailto:alice@corp.com?x",
                "email=alice@corp.com.",
                "{\"to\":[\"alice@corp.com\"]}",
                "«alice@corp.com»",
                "--alice@corp.com--x",
                "x\talice@corp.com/"
            })
    void findsAddressesHuggedByPunctuation(String text) throws Exception {
        write(text);
        assertThat(finds("*@corp.com")).isTrue();
        assertThat(finds("ALICE@*")).isTrue();
        assertThat(finds("alice@corp.com")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "COPY t FROM ('/etc/passwd'), /etc/pass*",
        "select*from\\\"t\\\", select*t*",
        "see «https://gw.corp/v1?x=y», https://gw.corp/*",
        "a=Alpha-Beta, alpha-b?ta"
    })
    void reachesOverPunctuationWithWildcards(String text, String pattern) throws Exception {
        write(text);
        assertThat(finds(pattern)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "DELETE FROM payments WHERE, true",
        "from payments where, true",
        "DELETE FROM secret_payments WHERE, true",
        "id = 118, true",
        "FROM WHERE, false",
        "payments DELETE, false"
    })
    void keepsWordsOfAPhraseNextToEachOther(String phrase, boolean found) throws Exception {
        write("DELETE  FROM -- \n Secret_Payments WHERE (id='118');");
        assertThat(matches(new Query.Phrase(phrase))).isEqualTo(found);
    }

    /// Whatever an agent writes, in whatever case and however it is hugged.
    @Test
    void findsEveryIdentifierOfAnyStatement() throws Exception {
        var random = new Random(SEED);
        for (int round = 0; round < 60; round++) {
            String statement = statement(random, random.nextInt(5_000));
            write(statement);
            for (String identifier : identifiers(statement)) {
                assertThat(finds(identifier)).as("%s in %s", identifier, statement).isTrue();
                String upper = identifier.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
                if (upper.length() == identifier.length()) {
                    assertThat(finds(upper)).as("%s in %s", upper, statement).isTrue();
                }
            }
        }
    }

    private static String statement(Random random, int length) {
        var text = new StringBuilder();
        while (text.length() < length) {
            append(text, random, LETTERS, random.nextInt(40) == 0 ? 700 : 12);
            append(text, random, BETWEEN, random.nextInt(3) + 1);
        }
        return text.toString();
    }

    private static void append(StringBuilder text, Random random, String from, int most) {
        int[] choice = from.codePoints().toArray();
        for (int i = random.nextInt(most) + 1; i > 0; i--) {
            text.appendCodePoint(choice[random.nextInt(choice.length)]);
        }
    }

    private static Set<String> identifiers(String statement) {
        var found = new HashSet<String>();
        var matcher = IDENTIFIER.matcher(statement);
        while (matcher.find()) {
            found.add(matcher.group());
        }
        return found;
    }

    private void write(String text) throws IOException {
        var config = new IndexWriterConfig(EvidenceAnalyzer.forText());
        config.setOpenMode(IndexWriterConfig.OpenMode.CREATE);
        try (var writer = new IndexWriter(directory, config)) {
            var document = new Document();
            document.add(new TextField(Schema.TEXT, text, Store.NO));
            long _ = writer.addDocument(document);
        }
    }

    private boolean finds(String word) throws IOException {
        return matches(new Query.Word(word));
    }

    private boolean matches(Query query) throws IOException {
        try (var reader = DirectoryReader.open(directory)) {
            return new IndexSearcher(reader).count(new LuceneQueries().of(query)) > 0;
        }
    }
}
