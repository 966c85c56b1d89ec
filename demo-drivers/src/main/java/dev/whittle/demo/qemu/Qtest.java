package dev.whittle.demo.qemu;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/** A client of QEMU's qtest protocol: one command a line, one reply a line, interrupt lines reported at any time in between. */
final class Qtest implements AutoCloseable {
    private final SocketChannel channel;
    private final ByteBuffer in = ByteBuffer.allocate(1 << 14).flip();
    private final boolean[] raised = new boolean[64];

    private final Supplier<String> lastWords;

    /** @param lastWords says why there is no answer any more */
    Qtest(SocketChannel channel, Supplier<String> lastWords) {
        this.channel = channel;
        this.lastWords = lastWords;
    }

    /** Sends a command and returns its reply's value, or the empty string if it has none. */
    String command(String command) {
        try {
            ByteBuffer out = ByteBuffer.wrap((command + "\n").getBytes(StandardCharsets.US_ASCII));
            while (out.hasRemaining()) {
                channel.write(out);
            }
            while (true) {
                String line = readLine();
                if (line.startsWith("IRQ ")) {
                    note(line);
                } else if (line.startsWith("OK")) {
                    return line.substring(2).trim();
                } else {
                    throw new QemuException("QEMU answered '" + command + "' with '" + line + "'");
                }
            }
        } catch (IOException e) {
            throw new QemuException("QEMU is gone (command '" + command + "'): " + lastWords.get(), e);
        }
    }

    long number(String command) {
        return Long.parseUnsignedLong(command(command).substring(2), 16);
    }

    int readl(long address) {
        return (int) number("readl 0x" + Long.toHexString(address));
    }

    void writel(long address, int value) {
        command("writel 0x" + Long.toHexString(address) + " 0x" + Integer.toHexString(value));
    }

    int inl(int port) {
        return (int) number("inl 0x" + Integer.toHexString(port));
    }

    void outl(int port, int value) {
        command("outl 0x" + Integer.toHexString(port) + " 0x" + Integer.toHexString(value));
    }

    void outb(int port, int value) {
        command("outb 0x" + Integer.toHexString(port) + " 0x" + Integer.toHexString(value & 0xff));
    }

    /** The level of an interrupt line, as far as replies up to now told. */
    boolean raised(int line) {
        return raised[line];
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // The socket is of no more use either way.
            throw new UncheckedIOException("the qtest socket could not be closed", e);
        }
    }

    private void note(String line) {
        String[] words = line.split(" ", -1);
        raised[Integer.parseInt(words[2].trim())] = words[1].equals("raise");
    }

    private String readLine() throws IOException {
        StringBuilder line = new StringBuilder();
        while (true) {
            if (!in.hasRemaining()) {
                in.clear();
                if (channel.read(in) < 0) {
                    throw new EOFException("end of the qtest stream");
                }
                in.flip();
            }
            char c = (char) in.get();
            if (c == '\n') {
                return line.toString();
            }
            line.append(c);
        }
    }
}
