import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

const server = process.env['CROWDLENS_URL'] ?? 'http://localhost:4000';

export default defineConfig(({ command }) => ({
  // `npm start` is read by people: they look for the address, not for the names of files.
  logLevel: command === 'build' ? 'warn' : 'info',
  plugins: [svelte()],
  resolve: {
    // kurento-utils wants Node's EventEmitter; without the alias Vite would put an empty module here.
    alias: [{ find: /^events$/, replacement: fileURLToPath(import.meta.resolve('events/')) }],
  },
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    rolldownOptions: {
      checks: { bundlerTimings: false },
      output: {
        // What the first page needs comes in one file: each file more costs time before the picture.
        codeSplitting: { groups: [{ name: 'first', tags: ['$initial'] }] },
      },
    },
  },
  server: {
    port: 5173,
    proxy: {
      '/graphql': { target: server, ws: true },
      '/export': server,
      '/explorer': server,
      '/snapshot': server,
      // The page has addresses of its own there.
      '^/recordings/.*\\.(webm|jpg)': server,
    },
  },
}));
