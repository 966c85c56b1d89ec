import java.util.Arrays;
import java.util.Date;
import java.util.Locale;
import java.util.TimeZone;
import org.apache.commons.lang3.*;
import org.apache.commons.lang3.builder.*;
import org.apache.commons.lang3.math.*;
import org.apache.commons.lang3.mutable.*;
import org.apache.commons.lang3.reflect.*;
import org.apache.commons.lang3.text.*;
import org.apache.commons.lang3.time.*;
import org.apache.commons.lang3.tuple.*;

/** A small program, and with an argument another part of the library. */
public class Lang3 {
    private final int size;
    private final String name;

    Lang3(int size, String name) {
        this.size = size;
        this.name = name;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Lang3 && new EqualsBuilder().append(size, ((Lang3) o).size).append(name, ((Lang3) o).name).isEquals();
    }

    @Override
    public int hashCode() {
        return new HashCodeBuilder(17, 37).append(size).append(name).toHashCode();
    }

    @Override
    public String toString() {
        return new ToStringBuilder(this, ToStringStyle.SHORT_PREFIX_STYLE).append("size", size).append("name", name).toString();
    }

    public static void main(String[] arguments) throws Exception {
        for (int round = 0; round < 20; round++) {
            if (arguments.length == 0) {
                small(round);
            } else {
                other(round);
            }
        }
    }

    private static void small(int n) {
        String text = StringUtils.repeat("ab,c ", n + 1);
        System.out.println(StringUtils.join(StringUtils.split(text, ','), "+") + StringUtils.reverse(text));
        System.out.println(StringUtils.capitalize(text) + StringUtils.leftPad("x", n) + StringUtils.abbreviate(text, 12));
        System.out.println(StringUtils.replace(text, "b", "bb") + StringUtils.countMatches(text, "c") + StringUtils.isBlank(" "));
        System.out.println(StringUtils.substringBetween(text, "a", "c") + StringUtils.center("m", n, '.') + StringUtils.isNumeric("12" + n));
        int[] numbers = {3, 1, n};
        ArrayUtils.reverse(numbers);
        System.out.println(Arrays.toString(ArrayUtils.add(numbers, 9)) + ArrayUtils.contains(numbers, 3) + ArrayUtils.indexOf(numbers, n));
        System.out.println(Arrays.toString(ArrayUtils.toObject(numbers)) + Arrays.toString(ArrayUtils.removeElement(numbers, 1)));
        Lang3 a = new Lang3(n, "n" + n % 3);
        System.out.println(a + " " + a.hashCode() + a.equals(new Lang3(n, "n1")));
        FastDateFormat format = FastDateFormat.getInstance("yyyy-MM-dd HH:mm:ss", TimeZone.getTimeZone("UTC"), Locale.ROOT);
        Date day = new Date(86400000L * 3650 + n * 3600000L);
        System.out.println(format.format(day) + format.format(DateUtils.addDays(day, n)) + format.format(DateUtils.truncate(day, 10)));
        System.out.println(NumberUtils.toInt("4" + n) + NumberUtils.max(n, 3, 5) + " " + Fraction.getReducedFraction(n, 6).add(Fraction.ONE_THIRD));
        System.out.println(Range.of(1, n + 1).contains(5) + " " + Pair.of(n, "p") + Triple.of(1, n, 3));
        MutableInt count = new MutableInt(n);
        count.add(4);
        System.out.println(count + BooleanUtils.toStringYesNo(n % 2 == 0) + CharUtils.isAsciiAlpha((char) (60 + n)));
    }

    private static void other(int n) throws Exception {
        System.out.println(CharSetUtils.count("hello" + n, "a-l") + CharSetUtils.squeeze("aabbcc", "b") + LocaleUtils.toLocale("en_GB"));
        System.out.println(StringUtils.getLevenshteinDistance("kitten" + n, "sitting") + StringUtils.swapCase("aB" + n) + StringUtils.difference("abc", "abd"));
        System.out.println(WordUtils.wrap(StringUtils.repeat("word ", n + 2), 14) + WordUtils.capitalizeFully("the END"));
        System.out.println(Arrays.toString(ArrayUtils.subarray(new long[] {1, 2, 3, n}, 1, 3)) + ArrayUtils.toString(new int[][] {{1}, {n}}));
        System.out.println(StringEscapeUtils.escapeJava("a\"\n\u00e9" + n) + StringEscapeUtils.unescapeHtml4("&lt;&amp;&#65;" + n));
        try {
            Validate.inclusiveBetween(0, 5, n);
            Validate.notEmpty(n == 2 ? "" : "x");
            System.out.println("valid");
        } catch (IllegalArgumentException e) {
            System.out.println(e);
        }
        System.out.println(MethodUtils.invokeMethod("abc" + n, "substring", 1) + ClassUtils.getShortClassName(Lang3.class) + ClassUtils.getAllInterfaces(String.class).size());
        System.out.println(DurationFormatUtils.formatDurationHMS(n * 1234567L) + DurationFormatUtils.formatDurationWords(n * 1000L, true, true));
        System.out.println(NumberUtils.createNumber(n + "L") + " " + NumberUtils.isCreatable("0x" + n) + NumberUtils.createNumber("1." + n));
        System.out.println(new CompareToBuilder().append(n, 5).append("a", "b").toComparison() + " " + ObjectUtils.compare(n, 7) + ObjectUtils.median(n, 3, 8));
        System.out.println(BitField.class.getSimpleName() + new BitField(0xF0).setValue(0, n) + Conversion.intToHexDigit(n % 16));
        System.out.println("" + EnumUtils.getEnumList(Thread.State.class) + SystemUtils.IS_JAVA_1_8 + RegExUtils.removeAll("a1b" + n, "[0-9]"));
    }
}
