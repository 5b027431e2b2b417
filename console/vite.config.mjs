import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { compressed } from './compressed.mjs';

const here = dirname(fileURLToPath(import.meta.url));

// biome-ignore lint/style/noDefaultExport: Vite takes what the file exports by default.
export default defineConfig(({ command }) => ({
  root: here,
  // Files name each other from where they are; the service writes into the page where that is (api/console/console.ts).
  base: command === 'build' ? './' : '/console/',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  plugins: [compressed()],
  build: {
    outDir: join(here, '..', 'dist', 'console'),
    emptyOutDir: true,
    // All know light-dark() and what else the styles use: browsers of the last two years.
    target: ['chrome123', 'firefox128', 'safari17.5'],
    // The policy of the page knows no inline style or script, and everything else is cached for good under its hash.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  // `npx vite console` beside a running API, for work on the console.
  server: { proxy: { '/api': 'http://127.0.0.1:3000' } },
  logLevel: 'warn',
}));
