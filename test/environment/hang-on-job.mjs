// A consumer that takes a job and never ends it, until the test that started it kills this process.
import { startVerificationConsumer } from '@postern/jobs/verification-consumer';

startVerificationConsumer(JSON.parse(process.argv[2]), {
  concurrency: 1,
  onError: () => undefined,
  handle: (id) => {
    process.stdout.write(`${id}\n`);
    return new Promise(() => setInterval(() => undefined, 1000));
  },
});
