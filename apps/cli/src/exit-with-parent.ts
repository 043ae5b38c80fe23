/**
 * Preloaded into the api and the worker by `postern up`: when their parent dies, kill -9 included, the channel to it
 * closes and they stop as if they had been told to. Otherwise they would hold the port of the next start.
 */
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
process.channel?.unref();

export {};
