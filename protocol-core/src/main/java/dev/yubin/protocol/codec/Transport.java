package dev.yubin.protocol.codec;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.kqueue.KQueue;
import io.netty.channel.kqueue.KQueueDatagramChannel;
import io.netty.channel.kqueue.KQueueIoHandler;
import io.netty.channel.kqueue.KQueueServerSocketChannel;
import io.netty.channel.kqueue.KQueueSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringDatagramChannel;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How this machine talks to its network: io_uring, epoll or kqueue where the user has brought Netty's jar for it and the system has it,
 * else the JDK's NIO. One for all, with event loops on daemon threads that are made when first needed.
 */
public final class Transport {
    private static final class Best {
        static final Transport INSTANCE =
                List.<Supplier<Optional<Transport>>>of(Transport::ioUring, Transport::epoll, Transport::kqueue).stream()
                        .flatMap(transport -> whereItIs(transport).stream())
                        .findFirst()
                        .orElseGet(() -> new Transport(
                                "NIO",
                                NioIoHandler.newFactory(),
                                NioServerSocketChannel.class,
                                NioSocketChannel.class,
                                NioDatagramChannel.class));
    }

    /** A loop never waits, so one a processor is enough; with fewer loops, each finds more to do whenever it is woken. */
    private static final int LOOPS = Runtime.getRuntime().availableProcessors();

    private final String name;
    private final EventLoopGroup loops;
    private final Class<? extends ServerChannel> serverChannel;
    private final Class<? extends SocketChannel> socketChannel;
    private final Class<? extends DatagramChannel> datagramChannel;

    private Transport(
            String name,
            IoHandlerFactory handler,
            Class<? extends ServerChannel> serverChannel,
            Class<? extends SocketChannel> socketChannel,
            Class<? extends DatagramChannel> datagramChannel) {
        this.name = name;
        this.loops = new MultiThreadIoEventLoopGroup(LOOPS, new DefaultThreadFactory("yubin-loop", true), handler);
        this.serverChannel = serverChannel;
        this.socketChannel = socketChannel;
        this.datagramChannel = datagramChannel;
    }

    /** The best that this JVM has. */
    public static Transport best() {
        return Best.INSTANCE;
    }

    /** Such as {@code epoll}. */
    public String name() {
        return name;
    }

    /** The event loops of all connections; never shut down. */
    public EventLoopGroup loops() {
        return loops;
    }

    /** What listens. */
    public Class<? extends ServerChannel> serverChannel() {
        return serverChannel;
    }

    /** What connects. */
    public Class<? extends SocketChannel> socketChannel() {
        return socketChannel;
    }

    /** What asks the DNS. */
    public Class<? extends DatagramChannel> datagramChannel() {
        return datagramChannel;
    }

    private static Optional<Transport> whereItIs(Supplier<Optional<Transport>> transport) {
        try {
            return transport.get();
        } catch (LinkageError e) {
            return Optional.empty(); // its jar is not there
        }
    }

    private static Optional<Transport> ioUring() {
        return IoUring.isAvailable()
                ? Optional.of(new Transport(
                        "io_uring",
                        IoUringIoHandler.newFactory(),
                        IoUringServerSocketChannel.class,
                        IoUringSocketChannel.class,
                        IoUringDatagramChannel.class))
                : Optional.empty();
    }

    private static Optional<Transport> epoll() {
        return Epoll.isAvailable()
                ? Optional.of(new Transport(
                        "epoll",
                        EpollIoHandler.newFactory(),
                        EpollServerSocketChannel.class,
                        EpollSocketChannel.class,
                        EpollDatagramChannel.class))
                : Optional.empty();
    }

    private static Optional<Transport> kqueue() {
        return KQueue.isAvailable()
                ? Optional.of(new Transport(
                        "kqueue",
                        KQueueIoHandler.newFactory(),
                        KQueueServerSocketChannel.class,
                        KQueueSocketChannel.class,
                        KQueueDatagramChannel.class))
                : Optional.empty();
    }
}
