/** Mail that waits, in one file of SQLite: open {@link dev.yubin.spool.sqlite.SqliteSpool}. */
package dev.yubin.spool.sqlite;
