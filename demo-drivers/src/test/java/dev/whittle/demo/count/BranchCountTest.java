package dev.whittle.demo.count;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Counts the driver's conditional branches while the shipped traces replay. */
class BranchCountTest {
    private static final List<String> MODELS = List.of("82540em", "82544gc", "82545em", "82574l");
    private static final List<String> DRIVER = List.of(
            "Board",
            "BoardTraits",
            "Eeprom",
            "Interrupts",
            "Nic",
            "Phy",
            "RxFrames",
            "RxRing",
            "Setup",
            "Statistics",
            "TxRing");
    private static final List<String> HOT = List.of("TxRing.", "RxRing.", "RxFrames.", "Interrupts.");

    private static List<CountedDriver.Branch> branches;
    private static boolean[][] outcomes;
    private static final TreeMap<String, List<int[]>> PACKETS = new TreeMap<>();

    @BeforeAll
    static void replayAllModels() throws Exception {
        CountedDriver driver = new CountedDriver(DRIVER);
        branches = driver.branches();
        outcomes = new boolean[branches.size()][2];
        for (String model : MODELS) {
            BranchProbe.reset(driver.hardware());
            var run = driver.loadClass("dev.whittle.demo.Main")
                    .getDeclaredMethod("run", PrintStream.class, PrintStream.class, String[].class);
            run.setAccessible(true);
            Object status =
                    run.invoke(null, System.out, System.err, new String[] {"--device", model, "--backend", "replay"});
            assertThat(status).isEqualTo(0);
            PACKETS.put(model, BranchProbe.packets());
            boolean[][] seen = BranchProbe.outcomes();
            for (int i = 0; i < seen.length; i++) {
                outcomes[i][0] |= seen[i][0];
                outcomes[i][1] |= seen[i][1];
            }
        }
    }

    @Test
    void receivingAPacketTakesAtLeast47BranchesOfWhich15AreTheHardwares() {
        PACKETS.forEach((model, packets) -> {
            int[] all = packets.stream().mapToInt(p -> p[0]).sorted().toArray();
            int[] hardware = packets.stream().mapToInt(p -> p[1]).sorted().toArray();
            System.out.printf(
                    "%s: %d packets; branches min %d median %d max %d; hardware branches min %d median %d max %d%n",
                    model,
                    all.length,
                    all[0],
                    all[all.length / 2],
                    all[all.length - 1],
                    hardware[0],
                    hardware[all.length / 2],
                    hardware[all.length - 1]);
            assertThat(all).as(model).hasSize(240);
            assertThat(all[0]).as("fewest branches on the " + model).isGreaterThanOrEqualTo(47);
            assertThat(hardware[0])
                    .as("fewest hardware branches on the " + model)
                    .isGreaterThanOrEqualTo(15);
        });
    }

    @Test
    void eachHardwareBranchGoesBothWaysOverTheFourModels() {
        List<String> oneWay = new ArrayList<>();
        int hardware = 0;
        int hot = 0;
        for (int i = 0; i < branches.size(); i++) {
            CountedDriver.Branch branch = branches.get(i);
            if (branch.hardware()) {
                hardware++;
                hot += HOT.stream().anyMatch(branch.place()::startsWith) ? 1 : 0;
                if (!outcomes[i][0] || !outcomes[i][1]) {
                    oneWay.add(branch.place()
                            + (outcomes[i][0] ? " never taken" : outcomes[i][1] ? " always taken" : " never run"));
                }
            }
        }
        System.out.printf(
                "%d conditional branches, %d of them hardware branches, %d of these hot%n",
                branches.size(), hardware, hot);
        assertThat(oneWay).isEmpty();
        assertThat(hot).isGreaterThanOrEqualTo(30);
    }
}
