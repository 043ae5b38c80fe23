import { buildMailServerApp } from './mail-server-stack.js';

// Usage, after a build: node infra/examples/dist/main.js [allowlist.json], then run terraform in
// cdktf.out/stacks/mail-server.
const app = await buildMailServerApp('cdktf.out', process.argv[2]);
app.synth();
