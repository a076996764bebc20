package org.affidavit.gateway.masking;

import static org.affidavit.gateway.masking.Characters.digit;
import static org.affidavit.gateway.masking.Characters.letter;
import static org.affidavit.gateway.masking.Characters.oneOf;
import static org.affidavit.gateway.masking.Characters.word;

/// Recognises IBANs of the countries in SWIFT's registry: the country's length, and the checksum.
final class Ibans {
    private static final String REGISTRY =
            "AD24AE23AL28AT20AZ28BA20BE16BG22BH22BI27BR29BY28CH21CR22CY28CZ24DE22DJ27DK18DO28EE20"
                    + "EG29ES24FI18FK18FO18FR27GB22GE22GI23GL18GR27GT28HN28HR21HU28IE22IL23IQ23IS26"
                    + "IT27JO30KW30KZ20LB28LC32LI21LT20LU20LV21LY25MC27MD24ME22MK19MN20MR27MT31MU30"
                    + "NI28NL18NO15OM23PK24PL28PS29PT25QA29RO24RS22RU33SA24SC31SD18SE24SI19SK24SM27"
                    + "SO23ST25SV28TL23TN24TR26UA29VA22VG24XK20YE30";
    private static final byte[] LENGTHS = new byte[36 * 36];

    static {
        for (int i = 0; i < REGISTRY.length(); i += 4) {
            LENGTHS[country(REGISTRY, i)] = (byte) Characters.two(REGISTRY, i + 2);
        }
    }

    private Ibans() {}

    /// The end of an IBAN whose check digits are at a place; 0 if there is none.
    static int end(String text, int digits) {
        int start = digits - 2;
        boolean starts =
                letter(text, start)
                        && letter(text, start + 1)
                        && digit(text, digits + 1)
                        && !word(text, start - 1);
        int length = starts ? LENGTHS[country(text, start)] : 0;
        return length == 0 ? 0 : end(text, start, length);
    }

    /// ISO 7064 mod 97-10: the first four characters go to the end, letters count from 10.
    private static int end(String text, int start, int length) {
        int rest = 0;
        int at = start + 4;
        for (int count = 4; count < length; count++) {
            if (oneOf(text, at, " -.")) {
                at++;
            }
            if (!word(text, at)) {
                return 0;
            }
            rest = append(rest, text.charAt(at++));
        }
        for (int i = start; i < start + 4; i++) {
            rest = append(rest, text.charAt(i));
        }
        return rest == 1 && !word(text, at) ? at : 0;
    }

    private static int append(int rest, char c) {
        int value = Character.digit(c, 36);
        return (value > 9 ? rest * 100 + value : rest * 10 + value) % 97;
    }

    private static int country(String text, int at) {
        return Character.digit(text.charAt(at), 36) * 36 + Character.digit(text.charAt(at + 1), 36);
    }
}
