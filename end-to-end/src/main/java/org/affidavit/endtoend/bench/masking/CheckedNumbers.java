package org.affidavit.endtoend.bench.masking;

import java.math.BigInteger;
import java.util.random.RandomGenerator;

/// Made-up numbers that check. A shape has `x` for digits, the last of which check; what else
/// stands in it stays. An IBAN's has `..` for its check digits and `A` for letters, a Spanish
/// number's `L` for its letter.
///
/// Written from the standards and not with the detectors' own arithmetic, which would agree with
/// itself.
final class CheckedNumbers {
    private static final String SPANISH = "TRWAGMYFPDXBNJZSQVHLCKE";

    private final RandomGenerator random;

    CheckedNumbers(RandomGenerator random) {
        this.random = random;
    }

    String make(String kind, String shape) {
        if (kind.startsWith("bad")) {
            return spoiled(make(kind.substring(3), shape));
        }
        return switch (kind) {
            case "luhn" -> luhn(shape);
            case "iban" -> iban(shape);
            case "tax" -> fill(shape, tax());
            case "nir" -> fill(shape, nir());
            case "dni" -> dni(shape);
            default -> throw new IllegalArgumentException("No such number: " + kind);
        };
    }

    /// Every one of these checks notices one wrong character.
    private String spoiled(String number) {
        char last = number.charAt(number.length() - 1);
        char other =
                Character.isDigit(last)
                        ? (char) ('0' + (last - '0' + random.nextInt(1, 10)) % 10)
                        : SPANISH.charAt((SPANISH.indexOf(last) + random.nextInt(1, 23)) % 23);
        return number.substring(0, number.length() - 1) + other;
    }

    private String luhn(String shape) {
        String number = fill(shape, digits(count(shape)));
        int last = number.length() - 1;
        while (!Character.isDigit(number.charAt(last))) {
            last--;
        }
        for (char check = '0'; check <= '9'; check++) {
            String tried = number.substring(0, last) + check + number.substring(last + 1);
            if (luhnSum(tried.replaceAll("\\D", "")) % 10 == 0) {
                return tried;
            }
        }
        throw new IllegalStateException("One of ten digits checks");
    }

    private static int luhnSum(String digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            sum += i % 2 == 0 ? digit : digit * 2 / 10 + digit * 2 % 10;
        }
        return sum;
    }

    private String iban(String shape) {
        var letters = new StringBuilder(shape.substring(0, 2));
        for (int i = 2; i < shape.length(); i++) {
            char c = shape.charAt(i);
            letters.append(c == 'A' ? (char) ('A' + random.nextInt(26)) : c);
        }
        String number = fill(letters.toString(), digits(count(shape)));
        String plain = number.replaceAll("[^A-Z0-9]", "");
        var expanded = new StringBuilder();
        (plain.substring(2) + plain.substring(0, 2) + "00")
                .chars()
                .forEach(c -> expanded.append(Character.digit(c, 36)));
        int rest = new BigInteger(expanded.toString()).mod(BigInteger.valueOf(97)).intValue();
        return number.replace("..", twoDigits(98 - rest));
    }

    /// One digit comes twice, one not at all.
    private String tax() {
        var digits = new StringBuilder("123456789");
        for (int i = digits.length() - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            char c = digits.charAt(i);
            digits.setCharAt(i, digits.charAt(other));
            digits.setCharAt(other, c);
        }
        digits.insert(random.nextInt(1, 10), digits.charAt(random.nextInt(9)));
        int product = 10;
        for (int i = 0; i < 10; i++) {
            int sum = (digits.charAt(i) - '0' + product) % 10;
            product = 2 * (sum == 0 ? 10 : sum) % 11;
        }
        return digits.append((11 - product) % 10).toString();
    }

    private String nir() {
        String number =
                random.nextInt(1, 3)
                        + twoDigits(random.nextInt(100))
                        + twoDigits(random.nextInt(1, 13))
                        + twoDigits(random.nextInt(1, 20))
                        + digits(6);
        return number + twoDigits(97 - Long.parseLong(number) % 97);
    }

    private String dni(String shape) {
        String number = fill(shape, digits(count(shape)));
        String plain = number.replace('X', '0').replace('Y', '1').replace('Z', '2');
        int rest = Integer.parseInt(plain.replaceAll("\\D", "")) % 23;
        return number.replace('L', SPANISH.charAt(rest));
    }

    private static String twoDigits(long number) {
        return (number < 10 ? "0" : "") + number;
    }

    private String digits(int count) {
        var digits = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            digits.append(random.nextInt(10));
        }
        return digits.toString();
    }

    private static int count(String shape) {
        return (int) shape.chars().filter(c -> c == 'x').count();
    }

    private static String fill(String shape, String digits) {
        var filled = new StringBuilder(shape.length());
        int next = 0;
        for (int i = 0; i < shape.length(); i++) {
            char c = shape.charAt(i);
            filled.append(c == 'x' ? digits.charAt(next++) : c);
        }
        return filled.toString();
    }
}
