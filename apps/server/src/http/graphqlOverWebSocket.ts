import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { GraphQLError } from 'graphql';
import { CloseCode, handleProtocols } from 'graphql-ws';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import type { Caller } from '../access/Caller.js';
import { ApiError } from '../errors.js';
import { operationChecker } from '../graphql/checkOperation.js';
import { formatError, formatResult } from '../graphql/errors.js';
import {
  MAX_MESSAGE_BYTES,
  MAX_OPERATIONS_PER_SOCKET,
  MAX_UNREAD_BYTES,
} from '../graphql/limits.js';
import type {
  SharedSubscriptions,
  SubscriptionRequest,
} from '../subscriptions/SharedSubscriptions.js';
import { WebSocketChannel } from '../subscriptions/WebSocketChannel.js';
import type { Gate } from './Gate.js';
import type { GraphqlOptions } from './graphqlOverHttp.js';

/** GraphQL over WebSocket: the protocol graphql-transport-ws. */
export interface GraphqlOverWebSocket {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** What there is at this moment. */
  readonly load: WebSocketLoad;
  /** Tells all clients that the server goes away (1001). */
  close(): Promise<void>;
}

/** What WebSockets are busy with. */
export interface WebSocketLoad {
  readonly sockets: number;
  readonly subscriptions: number;
  /** Different subscriptions, of which each is executed once. */
  readonly executions: number;
}

/** What a socket remembers; the caller is known since `connection_init`. */
type SocketExtra = Record<'caller', Caller>;

/** Close code of RFC 6455's registry. */
const TRY_AGAIN_LATER = 1013;
/** Bytes of the reason that a close frame can carry (RFC 6455, 5.5). */
const MAX_REASON = 123;

/**
 * The token comes as `authorization` in the payload of `connection_init`. A wrong one closes the
 * socket with 4403, and so does its end: clients may come back with a new one.
 */
export function graphqlOverWebSocket(
  { schema, introspection, contextFor, ...sink }: GraphqlOptions,
  gate: Gate,
  shared: SharedSubscriptions,
): GraphqlOverWebSocket {
  const sockets = new WebSocketServer({
    noServer: true,
    handleProtocols,
    maxPayload: MAX_MESSAGE_BYTES,
  });
  const check = operationChecker(schema, introspection);
  const protocol = useServer<Record<string, unknown>, SocketExtra>(
    {
      schema,
      onConnect: async ({ extra, connectionParams }) => {
        try {
          extra.caller = await gate.admit(extra.request, authorization(connectionParams));
        } catch (error) {
          if (!(error instanceof ApiError)) throw error;
          const later = error.code === 'RATE_LIMITED';
          close(extra.socket, later ? TRY_AGAIN_LATER : CloseCode.Forbidden, error.message);
          return false;
        }
        closeWithToken(extra.socket, extra.caller);
        return true;
      },
      subscribe: (args) => shared.subscribe(args as SubscriptionRequest),
      onSubscribe: async ({ subscriptions, extra }, id, operation) => {
        if (Object.keys(subscriptions).length > MAX_OPERATIONS_PER_SOCKET) {
          return [tooManyOperations()];
        }
        try {
          await gate.countOperation(extra.request, extra.caller!);
        } catch (error) {
          if (error instanceof ApiError) return [new GraphQLError(error.message, error)];
          throw error;
        }
        const checked = check(operation);
        if (!('schema' in checked)) return checked;
        return {
          ...checked,
          contextValue: contextFor(extra.caller!),
          channel: new WebSocketChannel(extra.socket, extra.request.socket, id),
        };
      },
      onError: (_context, _id, _payload, errors) =>
        errors.map((error) => formatError(error.toJSON(), error, sink)),
      onNext: (_context, _id, _payload, _operation, result) => formatResult(result, sink),
    },
    sockets,
  );
  sockets.on('connection', (socket) => {
    // What is not even WebSocket, or too much, ws closes with the right code; graphql-ws would
    // print it as an error of ours.
    socket.removeAllListeners('error');
    socket.on('error', (error) => sink.log.debug({ err: error }, 'a client sent rubbish'));
    // Whatever is sent is answered, a ping, too; who does not take the answers is not heard for ever.
    const cutIfFull = () => {
      if (socket.bufferedAmount > MAX_UNREAD_BYTES) socket.terminate();
    };
    socket.on('message', cutIfFull).on('ping', cutIfFull);
  });

  return {
    get load() {
      return { sockets: sockets.clients.size, ...shared.load };
    },
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

function closeWithToken(socket: WebSocket, { validity }: Caller): void {
  if (!validity) return;
  const shut = () => close(socket, CloseCode.Forbidden, 'The token is no longer good.');
  socket.once('close', validity.onEnd(shut));
}

function close(socket: WebSocket, code: number, reason: string): void {
  socket.close(code, reason.slice(0, MAX_REASON));
}
