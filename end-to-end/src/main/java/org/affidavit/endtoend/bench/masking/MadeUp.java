package org.affidavit.endtoend.bench.masking;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;

/// Fills templates with made-up values. What stands in guillemets is replaced, from the inside out:
///
/// - `d4` digits, `n4` digits without a zero in front, `l4` `u4` letters, `a4` letters and digits,
///   `A4` capitals and digits, `z4` small letters and digits, `h4` `H4` hexadecimal, `b4` `B4`
///   base64url and base64
/// - `[2-9]` and `[689]` one digit of those, `r01-31` a number in that range
/// - `one:a|b`, `first`, `last`, `word`, `time`, `uuid`, `nbsp`, `nnbsp`
/// - `luhn:`, `iban:`, `tax:`, `nir:`, `dni:` and a shape, see [CheckedNumbers]; with `bad` in
///   front one that does not check
/// - `jwt:` and `jwe:` with a header, `pem:` with a label (`pemcrlf:`, `pemspace:`, `pemescaped:`
///   for other line ends)
/// - `wide:` in front makes all of it full width, `up:` and `low:` change its letters
final class MadeUp {
    private static final String SMALL = "abcdefghijklmnopqrstuvwxyz";
    private static final String CAPITAL = SMALL.toUpperCase(Locale.ROOT);
    private static final String DIGITS = "0123456789";
    private static final String ALL = CAPITAL + SMALL + DIGITS;
    private static final Map<Character, String> ALPHABETS =
            Map.of(
                    'd', DIGITS,
                    'l', SMALL,
                    'u', CAPITAL,
                    'a', ALL,
                    'A', CAPITAL + DIGITS,
                    'z', SMALL + DIGITS,
                    'h', DIGITS + "abcdef",
                    'H', DIGITS + "ABCDEF",
                    'b', ALL + "-_",
                    'B', ALL + "+/");
    private static final List<String> FIRST =
            List.of("maria", "jan", "olena", "wei", "fatima", "lars", "chloe", "diego", "aiko");
    private static final List<String> LAST =
            List.of("berger", "novak", "silva", "okafor", "larsen", "moreau", "rossi", "tanaka");
    private static final List<String> WORDS =
            List.of("harbor", "delta", "mail", "acme", "orbit", "kiwi", "basalt", "lumen", "vega");

    private final RandomGenerator random;
    private final CheckedNumbers numbers;

    MadeUp(RandomGenerator random) {
        this.random = random;
        numbers = new CheckedNumbers(random);
    }

    String render(String template) {
        var text = new StringBuilder(template);
        for (int end = text.indexOf("»"); end >= 0; end = text.indexOf("»")) {
            int start = text.lastIndexOf("«", end);
            text.replace(start, end + 1, value(text.substring(start + 1, end)));
        }
        return text.toString();
    }

    private String value(String token) {
        int colon = token.indexOf(':');
        String rest = token.substring(colon + 1);
        return switch (colon < 0 ? token : token.substring(0, colon)) {
            case "first" -> one(FIRST);
            case "last" -> one(LAST);
            case "word" -> one(WORDS);
            case "one" -> one(List.of(rest.split("\\|")));
            case "nbsp" -> "\u00a0";
            case "nnbsp" -> "\u202f";
            case "time" ->
                    render("«r2015-2025»-«r01-12»-«r01-28»T«r10-23»:«r10-59»:«r10-59».«d3»Z");
            case "uuid" -> render("«h8»-«h4»-4«h3»-a«h3»-«h12»");
            case "wide" -> wide(inner(rest));
            case "up" -> inner(rest).toUpperCase(Locale.ROOT);
            case "low" -> inner(rest).toLowerCase(Locale.ROOT);
            case "jwt" -> token(rest);
            case "jwe" -> base64(rest) + render(".«b43».«b16».«b90».«b22»");
            case "pem" -> pem(rest, "\n");
            case "pemcrlf" -> pem(rest, "\r\n");
            case "pemspace" -> pem(rest, " ");
            case "pemescaped" -> pem(rest, "\\n");
            default -> colon < 0 ? drawn(token) : numbers.make(token.substring(0, colon), rest);
        };
    }

    /// A text, or what is known by this name.
    private String inner(String rest) {
        boolean text = rest.startsWith("+") || rest.contains("@");
        return text ? rest : value(rest);
    }

    private String drawn(String token) {
        if (token.startsWith("[")) {
            String set = token.substring(1, token.length() - 1);
            String choice =
                    set.indexOf('-') == 1
                            ? DIGITS.substring(set.charAt(0) - '0', set.charAt(2) - '0' + 1)
                            : set;
            return String.valueOf(choice.charAt(random.nextInt(choice.length())));
        }
        if (token.startsWith("r")) {
            String[] ends = token.substring(1).split("-", 2);
            int from = Integer.parseInt(ends[0]);
            int number = random.nextInt(from, Integer.parseInt(ends[1]) + 1);
            String plain = String.valueOf(number);
            return "0".repeat(Math.max(0, ends[0].length() - plain.length())) + plain;
        }
        int count = Integer.parseInt(token.substring(1));
        return token.startsWith("n")
                ? (random.nextInt(9) + 1) + some('d', count - 1)
                : some(token.charAt(0), count);
    }

    private String some(char alphabet, int count) {
        String letters = ALPHABETS.getOrDefault(alphabet, "");
        if (letters.isEmpty()) {
            throw new IllegalArgumentException("No such token: " + alphabet + count);
        }
        var text = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            text.append(letters.charAt(random.nextInt(letters.length())));
        }
        return text.toString();
    }

    private String one(List<String> of) {
        return of.get(random.nextInt(of.size()));
    }

    private String pem(String label, String lineEnd) {
        String hyphens = "-".repeat(5);
        return String.join(
                lineEnd,
                hyphens + "BEGIN " + label + hyphens,
                some('B', 64),
                some('B', 64),
                some('B', 30) + "==",
                hyphens + "END " + label + hyphens);
    }

    private String token(String header) {
        String signature = header.contains("none") ? "" : some('b', 86);
        return base64(header) + "." + base64(render("{\"sub\":\"«a12»\"}")) + "." + signature;
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
    }

    private static String wide(String text) {
        var wide = new StringBuilder();
        text.chars()
                .map(c -> c > ' ' && c <= '~' ? c + 0xfee0 : c)
                .forEach(c -> wide.append((char) c));
        return wide.toString();
    }
}
