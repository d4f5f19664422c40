import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { CrowdlensContext } from '@crowdlens/schema';
import { GraphQLError } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { handleProtocols } from 'graphql-ws';
import { useServer } from 'graphql-ws/use/ws';
import type { Logger } from 'pino';
import { WebSocketServer } from 'ws';
import { checkOperation } from '../graphql/checkOperation.js';
import { formatError } from '../graphql/errors.js';
import { MAX_MESSAGE_BYTES, MAX_OPERATIONS_PER_SOCKET } from '../graphql/limits.js';

/** GraphQL over WebSocket: the protocol graphql-transport-ws. */
export interface GraphqlOverWebSocket {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Tells all clients that the server goes away (1001). */
  close(): Promise<void>;
}

/** @param contextFor - makes the context of a caller who sent this Authorization in connection_init */
export function graphqlOverWebSocket(
  schema: GraphQLSchema,
  contextFor: (authorization: unknown) => CrowdlensContext,
  log: Logger,
): GraphqlOverWebSocket {
  const sockets = new WebSocketServer({
    noServer: true,
    handleProtocols,
    maxPayload: MAX_MESSAGE_BYTES,
  });
  const protocol = useServer(
    {
      schema,
      context: ({ connectionParams }) => contextFor(authorization(connectionParams)),
      onSubscribe: ({ subscriptions }, _id, operation) =>
        Object.keys(subscriptions).length > MAX_OPERATIONS_PER_SOCKET
          ? [tooManyOperations()]
          : checkOperation(schema, operation),
      onError: (_context, _id, _payload, errors) =>
        errors.map((error) => formatError(error.toJSON(), error, log)),
      onNext: (_context, _id, _payload, _operation, result) =>
        result.errors && {
          data: result.data ?? null,
          errors: result.errors.map((error) => formatError(error.toJSON(), error, log)),
        },
    },
    sockets,
  );
  sockets.on('connection', (socket) => {
    // What is not even WebSocket, or too much, ws closes with the right code; graphql-ws would
    // print it as an error of ours.
    socket.removeAllListeners('error');
    socket.on('error', (error) => log.debug({ err: error }, 'a client sent rubbish'));
  });

  return {
    upgrade: (request, socket, head) =>
      sockets.handleUpgrade(request, socket, head, (client) =>
        sockets.emit('connection', client, request),
      ),
    close: async () => protocol.dispose(),
  };
}

/** HTTP's header has no case. */
function authorization(params: Record<string, unknown> | undefined): unknown {
  return params?.['authorization'] ?? params?.['Authorization'];
}

function tooManyOperations(): GraphQLError {
  return new GraphQLError(
    `A WebSocket may have ${MAX_OPERATIONS_PER_SOCKET} operations at once. Complete one, or open another socket.`,
    { extensions: { code: 'LIMIT_EXCEEDED' } },
  );
}
