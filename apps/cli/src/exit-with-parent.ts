/**
 * `postern up` preloads this module into the api and the worker. When `up` ends, even by SIGKILL, the IPC channel
 * closes and both processes stop as on SIGTERM. Otherwise they would keep the port, and the next start would fail.
 */
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
process.channel?.unref();

export {};
