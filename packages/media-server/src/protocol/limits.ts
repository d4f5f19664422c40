/** What one client may use. Beyond each bound it gets NOT_ENOUGH_RESOURCES or is disconnected. */
export interface Limits {
  /** Bytes of one message; a longer one closes the connection (1009). */
  readonly maxMessageBytes: number;
  /** Open connections; further ones are refused with HTTP 503. */
  readonly maxConnections: number;
  /** Requests of one connection that are being worked on. */
  readonly maxPendingRequests: number;
  /** Bytes that wait for a slow reader; beyond them the connection is cut. */
  readonly maxBufferedBytes: number;
  /** Sessions that hold objects. */
  readonly maxSessions: number;
  /** Objects that one session references. */
  readonly maxObjectsPerSession: number;
  /** Subscriptions of one session. */
  readonly maxSubscriptionsPerSession: number;
  /** Replies kept for clients that repeat a request; the oldest is dropped. */
  readonly maxCachedReplies: number;
}

export const defaultLimits: Limits = {
  maxMessageBytes: 1 << 20,
  maxConnections: 1000,
  maxPendingRequests: 256,
  maxBufferedBytes: 8 << 20,
  maxSessions: 10_000,
  maxObjectsPerSession: 10_000,
  maxSubscriptionsPerSession: 50_000,
  maxCachedReplies: 1000,
};
