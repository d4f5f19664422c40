/** What clients may use. Where nothing else is said, NOT_ENOUGH_RESOURCES answers what is beyond. */
export interface Limits {
  /** Bytes of one message; a longer one closes the connection (1009). */
  readonly maxMessageBytes: number;
  /** Open connections; further ones are refused with HTTP 503. */
  readonly maxConnections: number;
  /** Requests of one connection that are being worked on; until one is done no more are read. */
  readonly maxPendingRequests: number;
  /** Bytes that wait for a slow reader; beyond them the connection is cut. */
  readonly maxBufferedBytes: number;
  /** Sessions that hold objects. */
  readonly maxSessions: number;
  /** Objects of all sessions together. */
  readonly maxObjects: number;
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
  maxObjects: 50_000,
  maxObjectsPerSession: 20_000,
  maxSubscriptionsPerSession: 50_000,
  maxCachedReplies: 1000,
};
