package dev.whittle.bench.library;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import java.util.function.LongSupplier;
import org.apache.commons.lang3.StringUtils;
import org.apache.commons.lang3.builder.CompareToBuilder;
import org.apache.commons.lang3.builder.EqualsBuilder;
import org.apache.commons.lang3.builder.HashCodeBuilder;
import org.apache.commons.lang3.math.Fraction;
import org.apache.commons.lang3.math.NumberUtils;
import org.apache.commons.lang3.time.DurationFormatUtils;
import org.apache.commons.lang3.time.FastDateFormat;

/** commons-lang3. */
public final class LangWork {
    private LangWork() {}

    /** Text taken apart, changed and put together. */
    public static final class Strings implements LongSupplier {
        private final String[] texts = {Data.text(40, 1), Data.text(20, 2), Data.text(60, 3)};
        private int next;

        @Override
        public long getAsLong() {
            String text = texts[next++ % texts.length];
            String[] words = StringUtils.split(text, " ,.\n");
            String joined = StringUtils.join(words, '-');
            String other = StringUtils.replaceEach(joined, new String[] {"ka", "ro"}, new String[] {"ro", "xyz"});
            return 31L * other.hashCode()
                    + StringUtils.countMatches(other, "xy")
                    + StringUtils.capitalize(words[1]).hashCode()
                    + StringUtils.leftPad(words[2], 20, '*').hashCode()
                    + StringUtils.substringsBetween(text, "a", "e").length
                    + StringUtils.reverse(text).hashCode()
                    + StringUtils.normalizeSpace(text).length();
        }
    }

    /** Numbers read from text, right ones and wrong ones. */
    public static final class Numbers implements LongSupplier {
        private static final String[] TEXTS = {
            "12", "-77L", "0x1F", "3.5", "1e10", "012", "2.5f", "abc", "123456789012", "--1", "0", "1.", "7D", "+4", ""
        };

        @Override
        public long getAsLong() {
            long sum = 0;
            for (String text : TEXTS) {
                sum *= 31;
                sum += NumberUtils.isCreatable(text)
                        ? NumberUtils.createNumber(text).longValue()
                        : NumberUtils.toInt(text, -1);
                sum += NumberUtils.isParsable(text) ? 1 : 0;
            }
            return sum;
        }
    }

    /** Hashes, equality and order of records, built field by field. */
    public static final class Builders implements LongSupplier {
        private final List<String> words = Data.words(64, 5);
        private final int[] numbers = Data.numbers(64, 5, 6);
        private int next;

        @Override
        public long getAsLong() {
            int a = next++ & 63;
            int b = next * 7 & 63;
            int hash = new HashCodeBuilder(17, 37)
                    .append(words.get(a))
                    .append(numbers[a])
                    .append(numbers)
                    .append(true)
                    .append(2.5)
                    .toHashCode();
            boolean same = new EqualsBuilder()
                    .append(numbers[a], numbers[b])
                    .append(words.get(a), words.get(b))
                    .append(new long[] {a, 1}, new long[] {b, 1})
                    .isEquals();
            int order = new CompareToBuilder()
                    .append(numbers[a], numbers[b])
                    .append(words.get(a), words.get(b))
                    .append(1.5, 2.5)
                    .toComparison();
            return hash * 31L + (same ? 1 : 0) + Integer.signum(order);
        }
    }

    /** Dates and times as text. */
    public static final class Dates implements LongSupplier {
        private final TimeZone zone = TimeZone.getTimeZone("GMT+02:00");
        private final FastDateFormat day = FastDateFormat.getInstance("EEE, d MMM yyyy HH:mm:ss Z", zone, Locale.ROOT);
        private final FastDateFormat stamp = FastDateFormat.getInstance("yyyyMMdd'T'HHmmss.SSS", zone, Locale.ROOT);
        private long time = 1_700_000_000_000L;

        @Override
        public long getAsLong() {
            time += 12_345_678L;
            return 31L * day.format(time).hashCode()
                    + stamp.format(time).hashCode()
                    + DurationFormatUtils.formatDuration(time % 100_000_000L, "d' days 'HH:mm:ss.SSS")
                            .hashCode();
        }
    }

    /** Sums of fractions, and how far texts are from one another. */
    public static final class Fractions implements LongSupplier {
        private int next;

        @Override
        public long getAsLong() {
            Fraction sum = Fraction.ZERO;
            for (int i = 1; i < 12; i++) {
                Fraction part = Fraction.getReducedFraction(next % 17 + i, i * 2);
                sum = i % 3 == 0 ? sum.multiplyBy(part).reduce() : sum.add(part);
                if (sum.getDenominator() > 1000 || Math.abs(sum.getNumerator()) > 100_000) {
                    sum = Fraction.getFraction(next % 5, 7);
                }
            }
            next++;
            return Arrays.hashCode(new int[] {sum.getNumerator(), sum.getDenominator(), sum.getProperWhole()});
        }
    }
}
