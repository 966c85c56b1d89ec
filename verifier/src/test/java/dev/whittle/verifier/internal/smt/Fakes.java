package dev.whittle.verifier.internal.smt;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.util.List;

/** Processes that stand in for a solver and do not keep to what was agreed. */
final class Fakes {
    private Fakes() {}

    static Launch launch(Class<?> main) {
        return new Launch("Fake", main.getName(), List.of(main.getName()), List.of(), main.getClassLoader());
    }

    /** Prints what is no message. */
    public static final class Babbler {
        public static void main(String[] args) {
            System.out.println("unsat, of course");
        }
    }

    /** Answers each question as if it were another one. */
    public static final class Muddler {
        public static void main(String[] args) throws Exception {
            DataInputStream in = new DataInputStream(System.in);
            DataOutputStream out = new DataOutputStream(System.out);
            while (true) {
                Wire.read(in);
                Wire.write(out, List.of("0", "1", "refuted"));
            }
        }
    }

    /** Breaks off in the middle of an answer. */
    public static final class Breaker {
        public static void main(String[] args) throws Exception {
            DataInputStream in = new DataInputStream(System.in);
            String serial = Wire.read(in).get(0);
            DataOutputStream out = new DataOutputStream(System.out);
            out.writeInt(0x57534d54);
            out.writeInt(3);
            out.writeInt(serial.length());
            out.writeBytes(serial);
            out.flush();
        }
    }

    /** Asks a real worker what takes long, tells its number, and is gone. */
    public static final class Parent {
        public static void main(String[] args) throws Exception {
            WorkerEngine engine = new WorkerEngine(Launch.z3(Parent.class.getClassLoader()), Limits.DEFAULT);
            engine.ask(new Question("(assert true)", List.of()), 1000);
            ProcessHandle worker = engine.process();
            Thread thread = new Thread(() -> engine.ask(WorkerEngineTest.HARD, Integer.MAX_VALUE));
            thread.setDaemon(true);
            thread.start();
            Thread.sleep(500);
            System.out.println(worker == null ? 0 : worker.pid());
            System.out.flush();
            Runtime.getRuntime().halt(0);
        }
    }
}
