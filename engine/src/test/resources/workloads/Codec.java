import java.nio.charset.StandardCharsets;
import org.apache.commons.codec.binary.*;
import org.apache.commons.codec.digest.*;
import org.apache.commons.codec.language.*;
import org.apache.commons.codec.language.bm.*;
import org.apache.commons.codec.net.*;

/** A small program, and with an argument another part of the library. */
public class Codec {
    public static void main(String[] arguments) throws Exception {
        for (int round = 0; round < 40; round++) {
            if (arguments.length == 0) {
                small(round);
            } else {
                other(round);
            }
        }
    }

    private static byte[] bytes(int n) {
        byte[] data = new byte[n * 7];
        for (int i = 0; i < data.length; i++) {
            data[i] = (byte) (i * 31 + n);
        }
        return data;
    }

    private static void small(int n) throws Exception {
        String text = Base64.encodeBase64String(bytes(n));
        System.out.println(text + " " + Base64.decodeBase64(text).length + Base64.encodeBase64URLSafeString(bytes(n)));
        System.out.println(Hex.encodeHexString(bytes(n)) + Hex.decodeHex("0a0" + n % 10).length);
        System.out.println(DigestUtils.md5Hex(bytes(n)) + DigestUtils.sha256Hex("x" + n));
        System.out.println(new Soundex().encode("Robert") + new Metaphone().metaphone("Thumb") + new DoubleMetaphone().doubleMetaphone("Schmidt"));
        System.out.println(new RefinedSoundex().encode("testing") + StringUtils.newStringUtf8(StringUtils.getBytesUtf8("\u00e9" + n)));
    }

    private static void other(int n) throws Exception {
        System.out.println(new Base32().encodeToString(bytes(n)) + new Base16().encodeToString(bytes(n)) + new Base32(true).decode("91IMOR3F").length);
        System.out.println(new URLCodec().encode("a b&c\u00e9" + n) + new QCodec().encode("h\u00e9 " + n) + new BCodec().decode("=?UTF-8?B?aGk=?="));
        System.out.println(new QuotedPrintableCodec().encode("x=\u00e9" + n) + new PercentCodec().encode(bytes(n)).length);
        System.out.println(new ColognePhonetic().colognePhonetic("M\u00fcller" + n) + new Nysiis().encode("Knight") + new Caverphone2().encode("Thompson"));
        System.out.println(new MatchRatingApproachEncoder().encode("Smith") + new DaitchMokotoffSoundex().encode("Moskowitz") + new MatchRatingApproachEncoder().isEncodeEquals("Burns", "Bourne"));
        System.out.println(MurmurHash3.hash32x86(bytes(n)) + " " + MurmurHash2.hash64(bytes(n), bytes(n).length) + " " + XXHash32.class.getSimpleName());
        XXHash32 hash = new XXHash32();
        hash.update(bytes(n), 0, bytes(n).length);
        System.out.println(hash.getValue() + " " + new HmacUtils(HmacAlgorithms.HMAC_SHA_1, "key").hmacHex("v" + n));
        System.out.println(Crypt.crypt("secret" + n, "$1$abcdefgh") + Md5Crypt.apr1Crypt("x", "$apr1$12345678"));
        System.out.println(BinaryCodec.toAsciiString(bytes(n)) + new BeiderMorseEncoder().encode("Washington"));
        try {
            Hex.decodeHex("0g");
        } catch (Exception e) {
            System.out.println(e);
        }
    }
}
