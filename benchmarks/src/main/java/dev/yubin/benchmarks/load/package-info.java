/** Load over loopback: whole servers in processes of their own, with peers beside us in the same run. */
package dev.yubin.benchmarks.load;
