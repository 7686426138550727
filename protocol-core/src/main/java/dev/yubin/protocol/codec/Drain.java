package dev.yubin.protocol.codec;

/** The event that goes down each connection's pipeline when its listener drains: say goodbye at the next safe point and close. */
public enum Drain {
    NOW
}
