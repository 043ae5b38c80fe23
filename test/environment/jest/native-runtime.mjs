import { createRequire, registerHooks } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import '../../../infra/bootstrap/typescript-imports.mjs';
import { setJestGlobals } from './jest-globals.mjs';

const require = createRequire(import.meta.url);
const timeLimit = Symbol.for('TEST_TIMEOUT_SYMBOL');
const eventHandlers = Symbol.for('EVENT_HANDLERS');

/** The files with the source maps of the modules that this process has loaded. */
const sourceMaps = new Map();
let transformer;

registerHooks({
  resolve(specifier, context, nextResolve) {
    if (specifier !== '@jest/globals') return nextResolve(specifier, context);
    return { url: import.meta.resolve('./jest-globals.mjs'), shortCircuit: true };
  },
  load(url, context, nextLoad) {
    if (!/\.tsx?$/.test(url) || transformer === undefined) return nextLoad(url, context);
    const file = fileURLToPath(url);
    const { code, sourceMapPath } = transformer.transform(file, {
      supportsDynamicImport: true,
      supportsExportNamespaceFrom: true,
      supportsStaticESM: true,
      supportsTopLevelAwait: true,
    });
    if (sourceMapPath !== null) sourceMaps.set(url, sourceMapPath).set(file, sourceMapPath);
    return { format: 'module', source: code, shortCircuit: true };
  },
});

/**
 * Jest's runtime of one suite (the option `runtime` of Jest 30): Node's own loader loads the modules, and the suites
 * that a worker runs one after the other share them. Jest's default runtime loads every module anew for each suite, in
 * a context of V8 in which no code has been optimized. A suite must therefore leave no state in a module.
 *
 * @public Jest loads it by its path.
 */
export default class NativeRuntime {
  #environment;

  constructor(_config, environment, _resolver, transformerOfSuite) {
    this.#environment = environment;
    transformer = transformerOfSuite;
  }

  getSourceMaps() {
    return sourceMaps;
  }

  /** Loads the part of Jest that collects and runs the tests of a suite; it has the state of one suite. */
  requireInternalModule(path) {
    delete require.cache[path];
    delete globalThis[eventHandlers];
    delete globalThis[timeLimit];
    return require(path);
  }

  setGlobalsForRuntime(globals) {
    const { moduleMocker, fakeTimersModern } = this.#environment;
    const jest = {
      fn: moduleMocker.fn.bind(moduleMocker),
      spyOn: moduleMocker.spyOn.bind(moduleMocker),
      setTimeout: (ms) => void (globalThis[timeLimit] = ms),
      useFakeTimers: (options) => fakeTimersModern.useFakeTimers(options),
      useRealTimers: () => fakeTimersModern.useRealTimers(),
    };
    setJestGlobals({ ...globals, jest });
  }

  unstable_shouldLoadAsEsm() {
    return true;
  }

  async unstable_importModule(path) {
    await import(pathToFileURL(path).href);
  }

  requireModule(path) {
    return require(path);
  }

  getAllCoverageInfoCopy() {}
  enterTestCode() {}
  leaveTestCode() {}
  teardown() {}
}
