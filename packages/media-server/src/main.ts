#!/usr/bin/env node
import { destination, pino } from 'pino';
import { isLoopback } from './access.js';
import { help, parseCommandLine, UsageError } from './commandLine.js';
import { MediaServer, type MediaServerOptions } from './server.js';

/** The media server as a program: `node dist/main.js --help`. */

try {
  const options = parseCommandLine(process.argv.slice(2), process.env);
  // Nobody who looks at this process or at its children needs the token.
  delete process.env['CROWDLENS_MEDIA_TOKEN'];
  if (options) await run(options);
  else console.log(help);
} catch (error) {
  console.error(explain(error as NodeJS.ErrnoException));
  process.exit(1);
}

async function run(options: MediaServerOptions): Promise<void> {
  // Standard output is for people; a server that embeds this one prints its address there.
  const log = pino({ level: process.env['LOG_LEVEL'] ?? 'info', base: null }, destination(2));
  const server = await MediaServer.create({ ...options, log });
  log.info({ url: withoutToken(server.url) }, 'media server ready');
  if (options.host && !options.token && !isLoopback(options.host)) {
    log.warn('anybody who reaches this address can use the server: set CROWDLENS_MEDIA_TOKEN');
  }
  let closing = false;
  const close = (reason: string): void => {
    if (closing) return;
    closing = true;
    log.info({ reason }, 'media server closing');
    void server.close().finally(() => process.exit(0));
  };
  const stop = (signal: string): void => {
    if (closing) process.exit(1);
    close(signal);
  };
  process.on('SIGTERM', stop);
  // Ctrl-C in a terminal reaches parent and child alike; the parent decides for both.
  process.on('SIGINT', process.send ? () => {} : stop);
  process.on('disconnect', () => close('the parent process is gone'));
  if (process.send) process.send({ type: 'ready', url: server.url });
  else console.log(`Media server is ready: ${withoutToken(server.url)}`);
}

function explain(error: NodeJS.ErrnoException): string {
  if (error instanceof UsageError) return `${error.message}\nTry --help.`;
  if (error.code === 'EADDRINUSE') {
    return `The port is in use by another program (${error.message}); choose another with --port.`;
  }
  if (error.code === 'EACCES' || error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND') {
    return `Cannot listen there (${error.message}); check --host and --port.`;
  }
  if (error.code?.startsWith('ERR_OSSL')) {
    return `The certificate or its key cannot be used (${error.message}); check --tls-cert and --tls-key.`;
  }
  return `The media server could not start: ${error.stack ?? error.message}`;
}

function withoutToken(url: string): string {
  return url.replace(/\?.*/, '');
}
