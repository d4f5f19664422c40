import type {
  AlertsApi,
  IceCandidate,
  RecordingsApi,
  Validity,
  ValidityFacts,
  WebhooksApi,
} from '@crowdlens/schema';
import type { Operations } from '../graphql/Operations.js';
import type { ServerApi } from '../graphql/ServerApi.js';
import { within } from '../within.js';
import type { Call } from './Calls.js';

/** What only the server that leads can answer: all that is no stream, and not told to all anyway. */
const OPERATIONS = [
  'crowdEvents',
  'series',
  'busiest',
  'regionHistory',
  'dryRun',
  'publish',
  'publishEncoder',
  'watch',
  'addIceCandidate',
  'leave',
  'play',
  'stop',
  'deleteBroadcast',
  'setRegionsOfInterest',
  'addRegionOfInterest',
  'updateRegionOfInterest',
  'removeRegionOfInterest',
  'restoreRegionsOfInterest',
  'setOverlay',
  'iceUfrag',
  'picture',
  'alertPicture',
] as const satisfies readonly (keyof ServerApi)[];

/** Of them, those that take the validity of a token behind their input: what they make ends with it. */
const ENTERING: ReadonlySet<string> = new Set(['publish', 'publishEncoder', 'watch']);

const ALERTS = [
  'rules',
  'page',
  'find',
  'createRule',
  'updateRule',
  'deleteRule',
  'acknowledge',
] as const satisfies readonly (keyof AlertsApi)[];

const WEBHOOKS = [
  'all',
  'deliveries',
  'create',
  'update',
  'delete',
  'resend',
] as const satisfies readonly (keyof WebhooksApi)[];

const RECORDINGS = [
  'page',
  'find',
  'start',
  'stop',
  'delete',
  'events',
  'momentOf',
] as const satisfies readonly (keyof RecordingsApi)[];

/** How long the server that leads waits for a candidate before it says that there is none yet. */
const CANDIDATE_MS = 5000;

/** Asks the server that leads. */
export type AskLeader = (name: string, args: readonly unknown[]) => Promise<unknown>;

/** The part of the API that the server that leads answers, for one that may not lead. */
export interface RemoteApi {
  readonly operations: Pick<ServerApi, (typeof OPERATIONS)[number]>;
  readonly alerts: Pick<AlertsApi, (typeof ALERTS)[number]>;
  readonly webhooks: WebhooksApi;
  readonly recordings: Pick<RecordingsApi, (typeof RECORDINGS)[number]>;
  /** The media server's candidates, from the first one. */
  candidates(sessionId: string): AsyncIterable<IceCandidate>;
}

/** All that is asked is answered by {@link answer} at the server that leads. */
export function remoteApi(ask: AskLeader): RemoteApi {
  return {
    operations: asking('', OPERATIONS, ask) as RemoteApi['operations'],
    alerts: asking('alerts.', ALERTS, ask) as RemoteApi['alerts'],
    webhooks: asking('webhooks.', WEBHOOKS, ask) as RemoteApi['webhooks'],
    recordings: asking('recordings.', RECORDINGS, ask) as RemoteApi['recordings'],
    candidates: (sessionId) => candidates(sessionId, ask),
  };
}

/**
 * Answers at the server that leads what {@link remoteApi} asks.
 *
 * @param validityOf - how long a token is good, of which only the facts come from another server
 * @throws what the API throws
 */
export async function answer(
  leader: Operations,
  validityOf: (facts: ValidityFacts) => Validity,
  { name, args, only }: Call,
): Promise<unknown> {
  const api = leader.within(only);
  if (name === 'candidate') {
    const [sessionId, index] = args as [string, number];
    return candidateAt(api.watchIceCandidates(sessionId), index);
  }
  const [part, method] = name.includes('.') ? name.split('.') : ['', name];
  const methods = ANSWERED.get(part!);
  if (!methods?.includes(method!)) throw new Error(`There is nothing to call by the name ${name}.`);
  const given = ENTERING.has(name) ? entering(args, validityOf) : args;
  const target = part === '' ? api : api[part as 'alerts' | 'webhooks' | 'recordings'];
  return (target as unknown as Record<string, (...given: unknown[]) => unknown>)[method!]!(
    ...given,
  );
}

const ANSWERED = new Map<string, readonly string[]>([
  ['', OPERATIONS],
  ['alerts', ALERTS],
  ['webhooks', WEBHOOKS],
  ['recordings', RECORDINGS],
]);

function entering(
  [input, facts]: readonly unknown[],
  validityOf: (facts: ValidityFacts) => Validity,
): unknown[] {
  return facts ? [input, validityOf(facts as ValidityFacts)] : [input];
}

function asking(prefix: string, names: readonly string[], ask: AskLeader): object {
  const methods = names.map((name) => [
    name,
    (...args: unknown[]) => ask(`${prefix}${name}`, args),
  ]);
  return Object.fromEntries(methods) as object;
}

/** A candidate; undefined when there is none yet; null when there will be no more. */
type CandidateAnswer = { readonly candidate?: IceCandidate | null };

async function* candidates(sessionId: string, ask: AskLeader): AsyncGenerator<IceCandidate, void> {
  for (let index = 0; ;) {
    const { candidate } = (await ask('candidate', [sessionId, index])) as CandidateAnswer;
    if (candidate === null) return;
    if (candidate === undefined) continue;
    index += 1;
    yield candidate;
  }
}

async function candidateAt(
  all: AsyncIterable<IceCandidate>,
  index: number,
): Promise<CandidateAnswer> {
  const iterator = all[Symbol.asyncIterator]();
  const find = async (): Promise<CandidateAnswer> => {
    for (let before = 0; before < index; before += 1) await iterator.next();
    const { done, value } = await iterator.next();
    return { candidate: done ? null : value };
  };
  try {
    return await within(CANDIDATE_MS, find(), {});
  } finally {
    void iterator.return?.();
  }
}
