/** How fast the codecs are: a JMH benchmark each, reading and writing. */
package dev.yubin.benchmarks;
