package dev.yubin.protocol.codec;

import com.sun.management.OperatingSystemMXBean;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program whose own clients take every descriptor it has, and then let them go. */
final class Starved {
    private Starved() {}

    public static void main(String[] arguments) throws Exception {
        Binding binding = Binding.open(
                "a starved listener",
                List.of(new Binding.Door(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        channel -> channel.pipeline().addLast(new ChannelInboundHandlerAdapter() {
                            @Override
                            public void channelActive(ChannelHandlerContext ctx) {
                                ctx.writeAndFlush(Unpooled.wrappedBuffer(new byte[] {'h'}));
                            }
                        }))));
        greeted(binding.port()).close();
        cpuMillis(); // loads what it needs while there are descriptors
        List<Socket> clients = new ArrayList<>();
        try {
            while (true) {
                clients.add(new Socket(InetAddress.getLoopbackAddress(), binding.port()));
            }
        } catch (SocketException e) {
            System.out.println("starved");
        }
        long before = cpuMillis();
        TimeUnit.MILLISECONDS.sleep(300); // it is the absence of something that is watched
        long spent = cpuMillis() - before;
        System.out.println(spent < 150 ? "the port rests" : "the port spins: " + spent + " ms");
        for (Socket client : clients) {
            client.close();
        }
        Socket late = greeted(binding.port());
        System.out.println("served");
        late.close();
        binding.close();
    }

    private static Socket greeted(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(15_000);
        if (socket.getInputStream().read() != 'h') {
            throw new IOException("no greeting");
        }
        return socket;
    }

    /** Asked of the JVM, since to look into /proc takes a descriptor. */
    private static long cpuMillis() {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return TimeUnit.NANOSECONDS.toMillis(system.getProcessCpuTime());
    }
}
