import type { AlertPageQuery, AlertsApi } from '@crowdlens/schema';
import type { ReachableBroadcasts } from '../broadcast/broadcastsFor.js';
import type { Alerts } from './Alerts.js';

/**
 * The alerts that a caller may see.
 *
 * @param only - id of the only broadcast that the caller may use; undefined for all
 */
export function alertsFor(
  alerts: Alerts,
  broadcasts: ReachableBroadcasts,
  only: string | undefined,
): AlertsApi {
  if (only === undefined) return alerts;
  const reachable = (id: string | null | undefined) => broadcasts.get(id ?? only).id;
  return {
    rules: async (broadcastId) => alerts.rules(reachable(broadcastId)),
    page: async ({ filter, ...query }: AlertPageQuery) =>
      alerts.page({
        ...query,
        filter: Object.assign({}, filter, { broadcastId: reachable(filter?.broadcastId) }),
      }),
    find: async (id) => {
      const alert = await alerts.find(id);
      return alert?.broadcastId === only ? alert : null;
    },
    cursor: () => alerts.cursor(),
    changes: (broadcastId, after) => alerts.changes(reachable(broadcastId), after),
    // For operators, who have no token for one broadcast.
    createRule: (input) => alerts.createRule(input),
    updateRule: (input) => alerts.updateRule(input),
    deleteRule: (id) => alerts.deleteRule(id),
    acknowledge: (id, actor) => alerts.acknowledge(id, actor),
  };
}
