// A consumer that takes a job and never ends it, until the test that started it kills this process.
import { startJobConsumer } from '@postern/jobs/job-consumer';

startJobConsumer(JSON.parse(process.argv[2]), 'verification', {
  concurrency: 1,
  onError: () => undefined,
  handle: (id) => {
    process.stdout.write(`${id}\n`);
    return new Promise(() => setInterval(() => undefined, 1000));
  },
});
