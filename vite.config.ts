import { builtinModules } from 'node:module';
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import type { EnvironmentOptions } from 'vite';
import { defineConfig } from 'vitest/config';

const root = import.meta.dirname;

/** Modules that stay outside the bundles: they are binaries, or provided by the runtime. */
const external = ['electron', 'better-sqlite3'];

/** Entries of threads; they stand beside the program that starts them. */
const threads = {
  'traffic-worker': join(root, 'main', 'store', 'traffic-worker.ts'),
  'query-worker': join(root, 'main', 'store', 'query-worker.ts'),
  'session-worker': join(root, 'main', 'store', 'session-worker.ts'),
  'hash-thread': join(root, 'main', 'store', 'hash-thread.ts'),
};

/** A Node-side CommonJS bundle that also runs on Electron's older Node: main process, preload, command line. */
function nodeSide(name: string, input: Record<string, string>, { single = false } = {}): EnvironmentOptions {
  return {
    consumer: 'server',
    resolve: {
      conditions: ['node', 'import', 'module', 'default'],
      noExternal: true,
      external,
      builtins: ['electron', /^node:/, ...builtinModules],
    },
    build: {
      outDir: join(root, 'out', name),
      emptyOutDir: true,
      copyPublicDir: false,
      target: 'node18',
      minify: false,
      sourcemap: true,
      rolldownOptions: {
        platform: 'node',
        input,
        external: [/^node:/, ...builtinModules, ...external],
        checks: { eval: false },
        output: {
          format: 'cjs',
          entryFileNames: '[name].cjs',
          chunkFileNames: 'chunks/[name]-[hash].cjs',
          // a sandboxed preload cannot load a second file
          ...(single ? { codeSplitting: false } : {}),
        },
      },
    },
  };
}

export default defineConfig({
  root: join(root, 'renderer'),
  // relative, so that the same build works under app://, and under any path of the headless server
  base: './',
  plugins: [react()],
  builder: {
    sharedConfigBuild: false,
    async buildApp(builder) {
      await Promise.all(Object.values(builder.environments).map((environment) => builder.build(environment)));
    },
  },
  environments: {
    // Not the top-level `build`: that would be merged into the Node-side bundles too.
    client: {
      build: {
        outDir: join(root, 'out', 'renderer'),
        emptyOutDir: true,
        target: 'chrome114',
        modulePreload: { polyfill: false },
        rolldownOptions: {
          input: { index: join(root, 'renderer', 'index.html'), sandbox: join(root, 'renderer', 'sandbox.html') },
        },
      },
    },
    main: nodeSide('main', { desktop: join(root, 'main', 'desktop.ts'), ...threads }),
    preload: nodeSide('preload', { bridge: join(root, 'preload', 'bridge.ts') }, { single: true }),
    cli: nodeSide('cli', {
      headless: join(root, 'main', 'headless.ts'),
      cli: join(root, 'main', 'cli.ts'),
      ...threads,
    }),
  },
  test: {
    root,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          root,
          environment: 'node',
          include: ['test/**/*.test.ts'],
          exclude: ['test/journeys/**', 'test/ui/**'],
          // most take milliseconds; the sequences and races of thousands of requests take what the machine needs
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'ui',
          root,
          environment: 'happy-dom',
          include: ['test/ui/**/*.test.{ts,tsx}'],
          testTimeout: 30_000,
          deps: { optimizer: { client: { enabled: true, include: ['@fluentui/react-components'] } } },
        },
      },
      {
        extends: true,
        test: {
          name: 'journeys',
          root,
          environment: 'node',
          include: ['test/journeys/**/*.test.ts'],
          globalSetup: ['test/support/built.ts'],
          // one machine, one display, one pair of eyes: journeys start real programs
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
