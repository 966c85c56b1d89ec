package dev.whittle.demo.qemu;

import dev.whittle.demo.device.DeviceAccess;
import dev.whittle.demo.device.DeviceModel;
import dev.whittle.demo.device.Machine;
import dev.whittle.demo.device.Wire;
import java.io.File;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A board of QEMU with one network controller. Its processor stands still from the first instruction on: the Java process does
 * its work, over qtest and the mapped memory.
 */
public final class QemuMachine implements Machine {
    private static final String PROGRAM = "qemu-system-x86_64";
    private static final int MEMORY = 64 << 20;
    private static final int IRQ = 11;
    private static final long START_NANOS = 20_000_000_000L;

    private final Process process;
    private final Path directory;
    private final Qtest qtest;
    private final WireSocket wire;
    private final QemuAccess access;
    private final Thread reaper;

    private QemuMachine(
            Process process, Path directory, Qtest qtest, WireSocket wire, QemuAccess access, Thread reaper) {
        this.process = process;
        this.directory = directory;
        this.qtest = qtest;
        this.wire = wire;
        this.access = access;
        this.reaper = reaper;
    }

    /** Whether QEMU is on the PATH. */
    public static boolean available() {
        return onPath(PROGRAM);
    }

    /**
     * Starts a board with this controller.
     *
     * @throws QemuException if QEMU is not there or does not start; the message says why
     */
    public static QemuMachine start(DeviceModel model) {
        if (!available()) {
            throw new QemuException("There is no " + PROGRAM
                    + " on the PATH: install QEMU (package qemu-system-x86), or use --backend replay.");
        }
        try {
            Path directory = Files.createTempDirectory("whittle-qemu");
            Files.write(directory.resolve("halt.bin"), haltRom());
            Process process = new ProcessBuilder(command(model, directory))
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("log").toFile())
                    .start();
            Thread reaper = new Thread(() -> discard(process, directory), "qemu-reaper");
            Runtime.getRuntime().addShutdownHook(reaper);
            return connect(process, directory, reaper);
        } catch (IOException e) {
            throw new QemuException("QEMU could not be started: " + e.getMessage(), e);
        }
    }

    private static QemuMachine connect(Process process, Path directory, Thread reaper) throws IOException {
        Qtest qtest = new Qtest(dial(process, directory, "qtest"), () -> lastWords(process, directory));
        qtest.command("irq_intercept_in ioapic");
        // The timer chip would otherwise be the only thing that QEMU's clock ever waits for.
        qtest.outb(0x43, 0x30);
        PciSlot.routeInterrupts(qtest, IRQ);
        PciSlot slot = PciSlot.findNetwork(qtest);
        long window = slot.assign(IRQ);
        WireSocket wire = new WireSocket(dial(process, directory, "net"));
        try (FileChannel file =
                FileChannel.open(directory.resolve("ram"), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            MappedByteBuffer memory = file.map(FileChannel.MapMode.READ_WRITE, 0, MEMORY);
            memory.order(ByteOrder.LITTLE_ENDIAN);
            // All are open by now; without their names nothing large can stay behind, even if this process is killed.
            remove(directory, List.of("halt.bin", "ram", "qtest", "net"));
            QemuAccess access = new QemuAccess(qtest, slot, window, IRQ, memory);
            return new QemuMachine(process, directory, qtest, wire, access, reaper);
        }
    }

    private static List<String> command(DeviceModel model, Path directory) {
        List<String> command = new ArrayList<>();
        if (onPath("setpriv")) {
            // So that QEMU dies with this process, whatever kills it.
            command.addAll(List.of("setpriv", "--pdeathsig", "KILL"));
        }
        command.addAll(List.of(PROGRAM, "-M", "pc,memory-backend=ram", "-accel", "tcg"));
        // Timers of an idle machine run out at once, so that a wait of a virtual second takes no real one.
        command.addAll(List.of("-icount", "shift=0,sleep=off"));
        command.addAll(List.of("-bios", directory.resolve("halt.bin").toString(), "-m", "64M"));
        command.addAll(List.of(
                "-object", "memory-backend-file,id=ram,size=64M,share=on,mem-path=" + directory.resolve("ram")));
        command.addAll(List.of("-display", "none", "-nodefaults", "-no-user-config", "-vga", "none"));
        command.addAll(List.of("-qtest", "unix:" + directory.resolve("qtest") + ",server=on,wait=off"));
        command.addAll(List.of("-qtest-log", "/dev/null"));
        command.addAll(
                List.of("-netdev", "stream,id=n0,server=on,addr.type=unix,addr.path=" + directory.resolve("net")));
        command.addAll(List.of("-device", model.qemuName() + ",netdev=n0,mac=52:54:00:12:34:56"));
        return command;
    }

    /** 64 KiB of halt, with a reset vector that turns interrupts off, halts, and halts again should anything wake it. */
    private static byte[] haltRom() {
        byte[] rom = new byte[1 << 16];
        java.util.Arrays.fill(rom, (byte) 0xf4);
        byte[] reset = {(byte) 0xfa, (byte) 0xf4, (byte) 0xeb, (byte) 0xfd, (byte) 0x90};
        System.arraycopy(reset, 0, rom, 0xfff0, reset.length);
        return rom;
    }

    private static SocketChannel dial(Process process, Path directory, String name) throws IOException {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(directory.resolve(name));
        long end = System.nanoTime() + START_NANOS;
        while (true) {
            try {
                return SocketChannel.open(address);
            } catch (IOException e) {
                if (!process.isAlive() || System.nanoTime() > end) {
                    String log = Files.readString(directory.resolve("log")).strip();
                    discard(process, directory);
                    throw new QemuException("QEMU did not come up: " + (log.isEmpty() ? e.getMessage() : log), e);
                }
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(2);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new QemuException("interrupted while QEMU was starting", e);
        }
    }

    private static boolean onPath(String program) {
        String path = System.getenv("PATH");
        if (path == null) {
            return false;
        }
        for (String entry : path.split(File.pathSeparator, -1)) {
            if (!entry.isEmpty() && Files.isExecutable(Path.of(entry, program))) {
                return true;
            }
        }
        return false;
    }

    /** What became of the process, and what it said. */
    private static String lastWords(Process process, Path directory) {
        try {
            boolean ended = process.waitFor(1, TimeUnit.SECONDS);
            String log = Files.readString(directory.resolve("log")).strip();
            return (ended ? "it ended with status " + process.exitValue() : "its process still runs")
                    + (log.isEmpty() ? "" : " and said: " + log);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "this thread was interrupted";
        } catch (IOException e) {
            return "its log cannot be read: " + e.getMessage();
        }
    }

    private static void discard(Process process, Path directory) {
        process.destroyForcibly();
        remove(directory, List.of("halt.bin", "log", "ram", "qtest", "net"));
        directory.toFile().delete();
    }

    private static void remove(Path directory, List<String> names) {
        for (String name : names) {
            directory.resolve(name).toFile().delete();
        }
    }

    @Override
    public DeviceAccess access() {
        return access;
    }

    @Override
    public Wire wire() {
        return wire;
    }

    @Override
    public String backend() {
        return "qemu";
    }

    @Override
    public void close() {
        wire.close();
        qtest.close();
        discard(process, directory);
        Runtime.getRuntime().removeShutdownHook(reaper);
    }
}
