import type { CreatedShareLink, ServerInfo, ShareLinksApi } from '@crowdlens/schema';
import { iceServersFor } from '../access/iceServersFor.js';
import { requireBroadcast } from '../access/Caller.js';
import type { Access } from '../access/Access.js';
import type { Config } from '../config.js';
import { recordingPaths } from '../graphql/RecordingOperations.js';
import type { ServerApi } from '../graphql/ServerApi.js';
import { Streams } from '../graphql/Streams.js';
import type { VisibleBroadcasts } from '../graphql/Streams.js';
import { alertSnapshotFile, snapshotFile } from '../snapshot/snapshotFile.js';
import type { Calls } from './Calls.js';
import type { Mirrors } from './Mirrors.js';
import { remoteApi } from './remoteApi.js';

/** What {@link clusterApi} is made of. */
export interface ClusterApiParts {
  readonly config: Config;
  readonly access: Access;
  readonly mirrors: Mirrors;
  readonly calls: Calls;
  readonly serverInfo: () => ServerInfo;
  /** Share links were made or taken back here. */
  readonly shareLinksChanged: () => void;
}

/**
 * The API at any server of a cluster: what changes is told from the mirrors, everything else is
 * asked of the server that leads.
 *
 * @param only - the only broadcast that the caller may use; undefined for all
 */
export function clusterApi(parts: ClusterApiParts, only?: string): ServerApi {
  const { config, access, mirrors, calls } = parts;
  const remote = remoteApi((name, args) => calls.call({ name, args, only }));
  const visible = only === undefined ? mirrors : oneOf(mirrors, only);
  const streams = new Streams(visible);
  // What they read for was allowed already.
  const all = new Streams(mirrors);
  const api: ServerApi = {
    ...remote.operations,
    alerts: {
      ...remote.alerts,
      cursor: () => mirrors.alerts.cursor,
      changes: (broadcastId, after) => {
        const wanted = broadcastId ?? only;
        if (wanted !== undefined) visible.get(wanted);
        return mirrors.alerts.stream(wanted ?? null, after ?? null);
      },
    },
    webhooks: remote.webhooks,
    recordings: { ...remote.recordings, ...recordingPaths(access.signedPaths) },
    shareLinks: shareLinks(parts),
    readers: {
      crowdEvents: (wanted) => all.crowdEventReader(wanted),
      alertChanged: ({ broadcastId, after }, scope) =>
        mirrors.alerts.reader(broadcastId ?? scope ?? null, after ?? null),
    },
    within: (broadcastId) => (broadcastId === undefined ? api : clusterApi(parts, broadcastId)),
    broadcast: (id) => visible.find(id)?.snapshot() ?? null,
    broadcasts: () => visible.all.map((broadcast) => broadcast.snapshot()),
    eventCursor: (broadcastId) => visible.get(broadcastId).events.cursor,
    serverInfo: parts.serverInfo,
    iceServers: () =>
      iceServersFor(config).map(({ urls, username, credential }) => ({
        urls: [...urls],
        username: username ?? null,
        credential: credential ?? null,
      })),
    watchCrowdEvents: (broadcastId, filter, after) =>
      streams.crowdEvents({ broadcastId, filter: filter ?? null, after: after ?? null }),
    watchMeasurements: (...wanted) => streams.measurements(...wanted),
    watchBroadcast: (id) => streams.broadcast(id),
    watchIceCandidates: (sessionId) => remote.candidates(sessionId),
    pastEvents: (broadcastId, wanted) => visible.get(broadcastId).events.past(wanted),
    // The servers share their folders, which may have another name here.
    picture: async (broadcastId) => {
      await remote.operations.picture(broadcastId);
      return snapshotFile(config.dataDir, broadcastId);
    },
    alertPicture: async (alert) => {
      await remote.operations.alertPicture(alert);
      return alertSnapshotFile(config.dataDir, alert);
    },
  };
  return api;
}

function oneOf(mirrors: Mirrors, only: string): VisibleBroadcasts {
  const check = (id: string) => requireBroadcast({ broadcastId: only }, id);
  return {
    get all() {
      return mirrors.all.filter(({ events }) => events.name.broadcastId === only);
    },
    find: (id) => {
      check(id);
      return mirrors.find(id);
    },
    get: (id) => {
      check(id);
      return mirrors.get(id);
    },
  };
}

/** They are in the database; the others read them again when they hear of a change. */
function shareLinks({ access, shareLinksChanged }: ClusterApiParts): ShareLinksApi {
  return {
    all: () => access.shareLinks.all(),
    create: async (input, actor): Promise<CreatedShareLink> => {
      const created = await access.shareLinks.create(input, actor);
      shareLinksChanged();
      return created;
    },
    revoke: async (id) => {
      const isRevoked = await access.shareLinks.revoke(id);
      shareLinksChanged();
      return isRevoked;
    },
  };
}
