import { ModernFakeTimers } from '@jest/fake-timers';
import { ModuleMocker } from 'jest-mock';

/**
 * Jest's environment of one suite: the global object of Node itself. What a suite changes in the process (variables of the
 * environment, the exit code, mocks, fake timers, the time limit of its tests) is put back when the suite ends.
 */
export default class NativeEnvironment {
  global = globalThis;
  moduleMocker = new ModuleMocker(globalThis);
  #before = {
    console: globalThis.console,
    exit: process.exit,
    exitCode: process.exitCode,
    environment: { ...process.env },
  };

  constructor({ projectConfig }) {
    this.fakeTimersModern = new ModernFakeTimers({ config: projectConfig, global: globalThis });
  }

  async setup() {}

  async teardown() {
    this.fakeTimersModern.dispose();
    this.moduleMocker.restoreAllMocks();
    globalThis.console = this.#before.console;
    process.exit = this.#before.exit;
    process.exitCode = this.#before.exitCode;
    for (const name of Object.keys(process.env))
      if (!(name in this.#before.environment)) delete process.env[name];
    Object.assign(process.env, this.#before.environment);
  }

  getVmContext() {
    return null;
  }
}
