import { MediaServer, type MediaServerOptions } from '@crowdlens/media-server';
import { onTestFinished } from 'vitest';
import { RpcClient } from './RpcClient.js';

/** A real server on a free port, closed when the test is over. */
export async function startServer(options: MediaServerOptions = {}): Promise<MediaServer> {
  const server = await MediaServer.create({ port: 0, ...options });
  onTestFinished(() => server.close());
  return server;
}

/** A server and a client connected to it. */
export async function startClient(
  options: MediaServerOptions = {},
): Promise<{ server: MediaServer; client: RpcClient }> {
  const server = await startServer(options);
  return { server, client: await RpcClient.open(server.url) };
}
