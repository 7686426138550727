package dev.yubin.protocol.codec;

import dev.yubin.protocol.Proxy;
import dev.yubin.protocol.Proxy.Login;
import io.netty.channel.ChannelHandler;
import io.netty.handler.proxy.HttpProxyHandler;
import io.netty.handler.proxy.ProxyConnectionEvent;
import io.netty.handler.proxy.ProxyHandler;
import io.netty.handler.proxy.Socks4ProxyHandler;
import io.netty.handler.proxy.Socks5ProxyHandler;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** Netty's handlers for proxies: its jar is optional, and this class the only one that needs it. */
final class ProxyHandlers {
    private ProxyHandlers() {}

    /** @throws IllegalStateException when the jar is not there */
    static void insist() {
        try {
            Class.forName("io.netty.handler.proxy.ProxyHandler", false, ProxyHandlers.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("a proxy needs io.netty:netty-handler-proxy, which is not on the path", e);
        }
    }

    /**
     * @param address of the proxy
     * @param timeout how long the proxy has to reach the server
     */
    static ChannelHandler of(Proxy proxy, InetSocketAddress address, Duration timeout) {
        ProxyHandler handler = handler(proxy, address);
        handler.setConnectTimeoutMillis(timeout.toMillis());
        return handler;
    }

    private static ProxyHandler handler(Proxy proxy, InetSocketAddress address) {
        Optional<Login> login = proxy.login();
        String user = login.map(Login::user).orElse(null); // Netty's word for none
        String password = login.map(known -> new String(known.password().octets(), StandardCharsets.UTF_8))
                .orElse(null);
        return switch (proxy.kind()) {
            case SOCKS4 -> new Socks4ProxyHandler(address);
            case SOCKS5 -> new Socks5ProxyHandler(address, user, password);
            case HTTP ->
                login.isPresent() ? new HttpProxyHandler(address, user, password) : new HttpProxyHandler(address);
        };
    }

    /** Whether it tells that the proxy has reached the server. */
    static boolean isThrough(Object event) {
        return event instanceof ProxyConnectionEvent;
    }
}
