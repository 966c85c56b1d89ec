package dev.whittle.profiler.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.tools.attach.VirtualMachine;
import dev.whittle.model.Profile;
import dev.whittle.model.Profile.ReceiverCount;
import dev.whittle.testkit.JvmFork;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReceiversAndDumpTest {
    @TempDir
    Path directory;

    private Recording recording;

    @BeforeEach
    void prepare() throws IOException {
        recording = new Recording(directory);
    }

    @Test
    void classesOfReceiversAreCountedUpToEight() {
        Path jar = recording.program("""
                package app;
                public class Main {
                    interface Op { long at(int a, double b, String c, long d); }
                    static class A implements Op { public long at(int a, double b, String c, long d) { return a + (long) b + c.length() + d; } }
                    static class B extends A {} static class C extends A {} static class D extends A {} static class E extends A {}
                    static class F extends A {} static class G extends A {} static class H extends A {} static class I extends A {}
                    static long call(Op op) { return op.at(1, 2.0, "abc", 1L << 40); }
                    static int none(Op op) { try { op.at(0, 0, "", 0); return 0; } catch (NullPointerException e) { return 1; } }
                    public static void main(String[] args) {
                        Op[] all = {new A(), new B(), new C(), new D(), new E(), new F(), new G(), new H(), new I()};
                        long sum = none(null);
                        for (int i = 0; i < all.length; i++) for (int k = 0; k <= i; k++) sum += call(all[i]);
                        System.out.println(sum);
                    }
                }
                """);
        JvmFork.Result result = recording.run("", "-jar", jar.toString());
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).isEqualTo((45L * ((1L << 40) + 6) + 1) + "\n");
        Profile.MethodProfile call = Recording.method(recording.profile(), "app/Main", "call");
        assertThat(call.receivers()).extracting(ReceiverCount::ordinal).containsOnly(5);
        assertThat(call.receivers())
                .extracting(r -> r.receiver() + " " + r.count())
                .containsExactlyInAnyOrder(
                        "app/Main$A 1",
                        "app/Main$B 2",
                        "app/Main$C 3",
                        "app/Main$D 4",
                        "app/Main$E 5",
                        "app/Main$F 6",
                        "app/Main$G 7",
                        "app/Main$H 8",
                        "* 9");
        assertThat(Recording.method(recording.profile(), "app/Main", "none").receivers())
                .isEmpty();
    }

    @Test
    void theProfileIsWrittenOnDemand() throws Exception {
        Path jar = recording.program("""
                package app;
                public class Main {
                    static void step() {}
                    public static void main(String[] args) throws Exception {
                        step();
                        System.out.println("ready");
                        while (true) { Thread.sleep(1000); }
                    }
                }
                """);
        Process process = new ProcessBuilder(recording.command("", "-jar", jar.toString()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            assertThat(out.readLine()).isEqualTo("ready");
            assertThat(recording.profile().classes()).isEqualTo(List.of());
            VirtualMachine machine = VirtualMachine.attach(Long.toString(process.pid()));
            machine.loadAgent(recording.agent().toString());
            machine.detach();
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertThat(Recording.method(recording.profile(), "app/Main", "step").entries())
                .isEqualTo(1);
    }

    @Test
    void anMBeanWritesTheProfileOnDemand() throws Exception {
        Path jar = recording.program("""
                package app;
                public class Main {
                    static void step() {}
                    public static void main(String[] args) throws Exception {
                        step();
                        var server = java.lang.management.ManagementFactory.getPlatformMBeanServer();
                        while (!server.isRegistered(new javax.management.ObjectName("dev.whittle:type=Profiler"))) Thread.sleep(20);
                        System.out.println("ready");
                        while (true) { Thread.sleep(1000); }
                    }
                }
                """);
        Process process = new ProcessBuilder(recording.command("jmx=true,include=app.*", "-jar", jar.toString()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            assertThat(out.readLine()).isEqualTo("ready");
            assertThat(recording.profile().classes()).isEqualTo(List.of());
            VirtualMachine machine = VirtualMachine.attach(Long.toString(process.pid()));
            String address = machine.startLocalManagementAgent();
            machine.detach();
            try (JMXConnector connector = JMXConnectorFactory.connect(new JMXServiceURL(address))) {
                MBeanServerConnection server = connector.getMBeanServerConnection();
                ObjectName name = new ObjectName("dev.whittle:type=Profiler");
                assertThat(server.getAttribute(name, "Output"))
                        .isEqualTo(recording.output().toString());
                assertThat(server.getAttribute(name, "Classes")).isEqualTo(1);
                String before = (String) server.getAttribute(name, "LastWrite");
                server.invoke(name, "dump", new Object[0], new String[0]);
                assertThat((String) server.getAttribute(name, "LastWrite")).isNotEqualTo(before);
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertThat(Recording.method(recording.profile(), "app/Main", "step").entries())
                .isEqualTo(1);
    }

    @Test
    void aProgramThatDoesNotAskForItLoadsNoJmx() {
        Path jar = recording.program("""
                package app;
                public class Main { public static void main(String[] args) { System.out.println("done"); } }
                """);
        JvmFork.Result result = recording.run("hot-by=counters", "-Xlog:class+load", "-jar", jar.toString());
        assertThat(result.out()).contains("done", "app.Main").doesNotContain("javax.management.");
    }
}
