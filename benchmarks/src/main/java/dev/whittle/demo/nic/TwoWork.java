package dev.whittle.demo.nic;

import java.util.List;
import java.util.function.LongSupplier;

/**
 * The demo driver over two boards at once, an 82540EM and an 82574L, which differ in most facts. An operation of either receives a ring of
 * frames and sends a few, and returns how many results were wrong.
 */
public final class TwoWork {
    private static final int ROUNDS = 2000;

    private TwoWork() {}

    /** The board that is on PCI, an 82540EM. */
    public static LongSupplier pci() {
        return new ChangeWork.Bound(0)::work;
    }

    /** The board that is on PCI Express, an 82574L. */
    public static LongSupplier express() {
        return new ChangeWork.Bound(ChangeWork.EXPRESS)::work;
    }

    private static void serve(List<LongSupplier> boards) {
        long wrong = 0;
        for (int i = 0; i < ROUNDS; i++) {
            for (LongSupplier board : boards) {
                wrong += board.getAsLong();
            }
        }
        System.out.println(wrong);
    }

    /** A recorded workload: the 82540EM alone. */
    public static final class Pci {
        private Pci() {}

        public static void main(String[] args) {
            serve(List.of(pci()));
        }
    }

    /** A recorded workload: the 82574L alone. */
    public static final class Express {
        private Express() {}

        public static void main(String[] args) {
            serve(List.of(express()));
        }
    }

    /** A recorded workload: both by turns. */
    public static final class Both {
        private Both() {}

        public static void main(String[] args) {
            serve(List.of(pci(), express()));
        }
    }
}
