package dev.whittle.engine.mutation;

import java.util.Map;

/** Mutants that a person read, and why they do the same. */
final class Readings {
    private static final String AGAIN =
            "the exit goes back over tests of values that nothing changed meanwhile, and that have no effect";

    private static final String RECEIVER =
            "both classes have the method, and it is looked up in the receiver's own class: leaving with all others is always right";

    private static final String SAME_EXIT = "both ways of the test lead to one exit, which goes back before it";

    private static final Map<String, String> READ = Map.ofEntries(
            Map.entry("dev.whittle.demo.nic.RxFrames.wellFormed([BII)Z off by one at 3", SAME_EXIT),
            Map.entry(
                    "dev.whittle.demo.nic.RxRing.refill(I)V statement lost at 23",
                    "the object was asked for all of its facts, and one that is tested in place all the same says that the way is not taken"),
            Map.entry("app.Gate.cast(Ljava/lang/Object;Ljava/lang/Object;)I jump elsewhere at 8", SAME_EXIT),
            Map.entry("app.Gate.cast(Ljava/lang/Object;Ljava/lang/Object;)I test dropped at 8", SAME_EXIT),
            Map.entry("app.Gate.cast(Ljava/lang/Object;Ljava/lang/Object;)I test always true at 8", SAME_EXIT),
            Map.entry("app.Gate.cast(Ljava/lang/Object;Ljava/lang/Object;)I another local at 6", SAME_EXIT),
            Map.entry(
                    "app.Gate.cast(Ljava/lang/Object;Ljava/lang/Object;)I jump elsewhere at 4",
                    "all ways from there leave, and what lies before the exits has no effect"),
            Map.entry(
                    "app.Gate.cast(Ljava/lang/Object;Ljava/lang/Object;)I jump elsewhere at 5",
                    "all ways from there leave, and what lies before the exits has no effect"),
            Map.entry("dev.whittle.demo.trace.ReplayMachine.number(II)J operands swapped at 13", SAME_EXIT),
            Map.entry(
                    "dev.whittle.demo.Arguments.backend(Ljava/lang/String;)Ldev/whittle/demo/Arguments$Backend; operands swapped at 11",
                    SAME_EXIT),
            Map.entry(
                    "app.Sums.loop([III)I null instead of a local at 28",
                    "one round alone is hot, and 0 minus a number that is not negative is never above 1000"),
            Map.entry(
                    "dev.whittle.demo.Arguments.parse([Ljava/lang/String;)Ldev/whittle/demo/Arguments; another local at 80",
                    "both are null: the exit lies before anything is parsed"),
            Map.entry(
                    "app.Poll.both(Lapp/Port;Lapp/Port;I)I adjacent statements swapped at 50",
                    "a constant is stored in a field of this before the exception is in a local that nothing reads"),
            Map.entry(
                    "app.Poll.both(Lapp/Port;Lapp/Port;I)I test always true at 40",
                    "it always leaves, in the middle of the test of a receiver: that is always right"),
            Map.entry("app.Poll.both(Lapp/Port;Lapp/Port;I)I call and test of another class at 39", RECEIVER),
            Map.entry("app.Poll.shapes(Lapp/Shape;Lapp/Shape;I)I call and test of another class at 23", RECEIVER),
            Map.entry(
                    "app.Sums.loop([III)I wrong field at 30",
                    "one round alone is hot, and 0 minus a number that is not negative is never above 1000"),
            Map.entry(
                    "app.Gate.cast(Ljava/lang/Object;Ljava/lang/Object;)I line moved at 2",
                    "a load, a test of the type String and a jump cannot throw, so no trace shows their line"),
            Map.entry(
                    "app.Gate.cast(Ljava/lang/Object;Ljava/lang/Object;)I exit to another point of the method at 21",
                    AGAIN),
            Map.entry(
                    "app.Gate.cast(Ljava/lang/Object;Ljava/lang/Object;)I exit to another point of the method at 28",
                    AGAIN),
            Map.entry("dev.whittle.demo.work.Session.framesEqual()Z exit to another point of the method at 14", AGAIN),
            Map.entry("dev.whittle.demo.Results.goodBeforeSwap()Z exit to another point of the method at 24", AGAIN),
            Map.entry(
                    "app.Card.receive(II)I jump elsewhere at 27",
                    "the exit goes on at the guard before the test, in the original's code: leaving there is always right"),
            Map.entry(
                    "dev.whittle.demo.qemu.QemuMachine.onPath(Ljava/lang/String;)Z statement doubled at 17",
                    "the length of an array that is not null is read twice"),
            Map.entry(
                    "dev.whittle.demo.Arguments.backend(Ljava/lang/String;)Ldev/whittle/demo/Arguments$Backend; statement doubled at 16",
                    "an element is read twice, within the bounds and with nothing between"),
            Map.entry(
                    "dev.whittle.demo.work.Frames.ip([B[BIIIZ)[B wrong constant at 136",
                    "behind a test that the protocol is 17 and another that it is not"),
            Map.entry(
                    "dev.whittle.demo.nic.RxFrames.count(I)V arguments swapped at 74",
                    "both are what one final field of this holds"),
            Map.entry(
                    "dev.whittle.demo.nic.Phy.setUp()V local store lost at 32",
                    "behind a test of a final field for a value that its guard excluded before"),
            Map.entry(
                    "dev.whittle.demo.nic.Phy.setUp()V local store lost at 50",
                    "behind a guard for another value of the final field that is asked for"),
            Map.entry("dev.whittle.demo.work.Turns.await(J)V jump elsewhere at 6", AGAIN),
            Map.entry("dev.whittle.demo.work.Turns.await(J)V test always true at 6", AGAIN),
            Map.entry(
                    "dev.whittle.demo.nic.RxRing.refill(I)V test dropped at 20 of a fragment",
                    "hot code left because of the same test, of a field that nothing wrote since"),
            Map.entry(
                    "dev.whittle.demo.nic.TxRing.reclaim()I call lost at 31 of a fragment",
                    "hot code left because the loop ends, which is tested again: its body is not reached"),
            Map.entry(
                    "dev.whittle.demo.Arguments.parse([Ljava/lang/String;)Ldev/whittle/demo/Arguments; adjacent statements swapped at 15",
                    "two locals become null in another order"),
            Map.entry(
                    "dev.whittle.demo.trace.RecordingMachine.collect()[B null instead of a local at 18",
                    "behind a test that the local is null"),
            Map.entry(
                    "dev.whittle.demo.Arguments.parse([Ljava/lang/String;)Ldev/whittle/demo/Arguments; arguments swapped at 92",
                    "both are null: the exit lies before anything is parsed"),
            Map.entry(
                    "dev.whittle.demo.Arguments.number(Ljava/lang/String;Ljava/lang/String;)I local store lost at 12",
                    "nothing reads the exception that is caught"),
            Map.entry(
                    "dev.whittle.demo.work.Link.settle(Ldev/whittle/demo/nic/Nic;II)V exit of another build at 69",
                    "behind the same comparison of the same two numbers, which went the other way"),
            Map.entry(
                    "dev.whittle.demo.qemu.QemuMachine.connect(Ljava/lang/Process;Ljava/nio/file/Path;Ljava/lang/Thread;)Ldev/whittle/demo/qemu/QemuMachine; exit of another build at 100",
                    "the exit is for a file that is null, after it was used"),
            Map.entry(
                    "dev.whittle.demo.qemu.PciSlot.findNetwork(Ldev/whittle/demo/qemu/Qtest;)Ldev/whittle/demo/qemu/PciSlot; another condition at 6",
                    "the counter is 0 where it is compared with 32, and the next round is cold"),
            Map.entry(
                    "dev.whittle.demo.nic.RxRing.refill(I)V another text at 25",
                    "a buffer that begins at a multiple of its size, which divides 64 KiB, crosses no such boundary"));

    private Readings() {}

    /** Returns why, or an empty string if nobody read it. */
    static String of(Mutant mutant) {
        return READ.getOrDefault(key(mutant), "");
    }

    /** What a reading is of: one method, one kind, one place. */
    static String key(Mutant mutant) {
        return mutant.draft().certificate.method() + " " + mutant.kind().name() + " at "
                + Excuse.change(mutant).from() + (mutant.inFragment() ? " of a fragment" : "");
    }
}
