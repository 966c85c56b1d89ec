package dev.whittle.demo.qemu;

import dev.whittle.demo.device.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** The far end of QEMU's stream network: each frame with its length before it, four bytes, big endian. */
final class WireSocket implements Wire, AutoCloseable {
    private static final int WAIT_MILLIS = 30_000;

    private final SocketChannel channel;
    private final Selector selector;

    WireSocket(SocketChannel channel) throws IOException {
        this.channel = channel;
        channel.configureBlocking(false);
        selector = Selector.open();
        channel.register(selector, SelectionKey.OP_READ);
    }

    @Override
    public void inject(byte[] frame) {
        ByteBuffer out = ByteBuffer.allocate(4 + frame.length);
        out.putInt(frame.length).put(frame).flip();
        try {
            while (out.hasRemaining()) {
                channel.write(out);
            }
        } catch (IOException e) {
            throw new QemuException("QEMU's network socket is gone", e);
        }
    }

    @Override
    public byte @Nullable [] collect() {
        try {
            ByteBuffer head = ByteBuffer.allocate(4);
            if (!fill(head)) {
                return null;
            }
            ByteBuffer body = ByteBuffer.allocate(head.getInt(0));
            if (!fill(body)) {
                throw new QemuException("QEMU's network socket stopped in the middle of a frame");
            }
            return body.array();
        } catch (IOException e) {
            throw new QemuException("QEMU's network socket is gone", e);
        }
    }

    private boolean fill(ByteBuffer to) throws IOException {
        while (to.hasRemaining()) {
            int count = channel.read(to);
            if (count < 0) {
                throw new QemuException("QEMU closed its network socket");
            }
            if (count == 0) {
                if (selector.select(WAIT_MILLIS) == 0) {
                    return false;
                }
                selector.selectedKeys().clear();
            }
        }
        return true;
    }

    @Override
    public void close() {
        try {
            selector.close();
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("QEMU's network socket could not be closed", e);
        }
    }
}
