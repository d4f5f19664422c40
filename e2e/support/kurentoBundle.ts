import { createRequire } from 'node:module';
import { PassThrough, Readable, Transform } from 'node:stream';
import browserify from 'browserify';

const require = createRequire(import.meta.url);

/**
 * The official clients as one script for a page, made with browserify as Kurento's own tutorials
 * do: `window.kurentoClient` with the crowd module registered, and `window.kurentoUtils`.
 */
export function bundleKurento(): Promise<string> {
  const [client, crowd, utils] = [
    'kurento-client',
    'kurento-module-crowddetector',
    'kurento-utils',
  ].map((name) => JSON.stringify(require.resolve(name)));
  const entry = Readable.from([
    `window.kurentoClient = require(${client});
     window.kurentoClient.register(require(${crowd}));
     window.kurentoUtils = require(${utils});`,
  ]);
  const bundle = browserify(entry, { basedir: import.meta.dirname });
  bundle.transform(withNativeWebSocket, { global: true });
  return new Promise((resolve, reject) => {
    bundle.bundle((error, script) => (error ? reject(error) : resolve(script.toString())));
  });
}

/** The ws of Kurento's day stood for the browser's own WebSocket when bundled; today's only throws. */
function withNativeWebSocket(file: string): Transform {
  if (!file.endsWith('/ws/browser.js')) return new PassThrough();
  return new Transform({
    transform: (_chunk, _encoding, done) => done(),
    flush: (done) => done(null, 'module.exports = window.WebSocket;'),
  });
}
