package dev.whittle.bench.subject.polluted;

/** The five kinds of ports: short answers, as register reads are, so that the call is what costs. */
final class Ports {
    private Ports() {}

    /** Kind 0. */
    record Plain(int base) implements Port {
        @Override
        public long status(long word) {
            return word & 0xff;
        }

        @Override
        public long address(long word) {
            return word + base;
        }

        @Override
        public long length(long word) {
            return word >>> 3;
        }

        @Override
        public long sum(long word) {
            return word ^ base;
        }

        @Override
        public long next(long word) {
            return word + 1;
        }
    }

    /** Kind 1. */
    record Wide(int base) implements Port {
        @Override
        public long status(long word) {
            return word & 0xffff;
        }

        @Override
        public long address(long word) {
            return word + base * 2L;
        }

        @Override
        public long length(long word) {
            return word >>> 4;
        }

        @Override
        public long sum(long word) {
            return word ^ base << 1;
        }

        @Override
        public long next(long word) {
            return word + 2;
        }
    }

    /** Kind 2. */
    record Swapped(int base) implements Port {
        @Override
        public long status(long word) {
            return ~word & 0xff;
        }

        @Override
        public long address(long word) {
            return word - base;
        }

        @Override
        public long length(long word) {
            return word >>> 5;
        }

        @Override
        public long sum(long word) {
            return word ^ ~base;
        }

        @Override
        public long next(long word) {
            return word + 3;
        }
    }

    /** Kind 3. */
    record Shifted(int base) implements Port {
        @Override
        public long status(long word) {
            return word << 1;
        }

        @Override
        public long address(long word) {
            return word + (base << 2);
        }

        @Override
        public long length(long word) {
            return word >>> 6;
        }

        @Override
        public long sum(long word) {
            return word ^ base << 3;
        }

        @Override
        public long next(long word) {
            return word + 4;
        }
    }

    /** Kind 4. */
    record Masked(int base) implements Port {
        @Override
        public long status(long word) {
            return word & 0xf0;
        }

        @Override
        public long address(long word) {
            return word + (base & 6);
        }

        @Override
        public long length(long word) {
            return word >>> 7;
        }

        @Override
        public long sum(long word) {
            return word ^ base & 9;
        }

        @Override
        public long next(long word) {
            return word + 5;
        }
    }
}
