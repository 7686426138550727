package dev.yubin.imap.server;

import java.util.function.IntBinaryOperator;

/** Puts numbers in an order of another's making, without an object for each: so a million costs four octets more each, and that only meanwhile. */
final class IntSort {
    private IntSort() {}

    /**
     * Those that are equal stay as they stood.
     *
     * @param order what {@link java.util.Comparator#compare} says of two of them
     */
    static void sort(int[] numbers, IntBinaryOperator order) {
        int[] from = numbers;
        int[] to = new int[numbers.length];
        for (long width = 1; width < numbers.length; width *= 2) {
            for (long low = 0; low < numbers.length; low += 2 * width) {
                int middle = (int) Math.min(low + width, numbers.length);
                int high = (int) Math.min(low + 2 * width, numbers.length);
                merge(from, (int) low, middle, high, to, order);
            }
            int[] merged = to;
            to = from;
            from = merged;
        }
        if (from != numbers) {
            System.arraycopy(from, 0, numbers, 0, numbers.length);
        }
    }

    private static void merge(int[] from, int low, int middle, int high, int[] to, IntBinaryOperator order) {
        if (middle == high || order.applyAsInt(from[middle - 1], from[middle]) <= 0) {
            System.arraycopy(from, low, to, low, high - low);
            return;
        }
        int left = low;
        int right = middle;
        for (int i = low; i < high; i++) {
            boolean takesLeft = right == high || left < middle && order.applyAsInt(from[left], from[right]) <= 0;
            to[i] = from[takesLeft ? left++ : right++];
        }
    }
}
