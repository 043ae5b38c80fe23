import { defaultClientConditions, defineConfig } from 'vite';

/** Writes `dist/connect.js`: one ES module that imports nothing. */
export default defineConfig({
  // The sources of the workspaces, which need not be built before.
  resolve: { conditions: ['@postern/source', ...defaultClientConditions] },
  build: {
    target: 'es2022',
    lib: { entry: 'src/postern-connect.ts', formats: ['es'], fileName: () => 'connect.js' },
    // For a library in the format es Vite 8 keeps the white space, whatever `build.minify` says.
    rolldownOptions: { output: { minify: true } },
    reportCompressedSize: false,
    // The compiler writes its declarations into the same folder.
    emptyOutDir: false,
  },
});
