import { buildMailServerApp } from './mail-server-stack.js';

// Run after a build: node infra/examples/dist/main.js [allowlist.json], then terraform in cdktf.out/stacks/mail-server.
const app = await buildMailServerApp('cdktf.out', process.argv[2]);
app.synth();
