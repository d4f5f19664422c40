import type { Alert } from '../api/operations/alerts.js';

/** The open ones first, each group with the newest first; of an alert that is in both, `changed` is kept. */
export function mergeAlerts(known: readonly Alert[], changed: readonly Alert[]): Alert[] {
  const byId = new Map([...known, ...changed].map((alert) => [alert.id, alert]));
  return [...byId.values()].sort(
    (a, b) =>
      Number(isOpen(b)) - Number(isOpen(a)) || Date.parse(b.raisedAt) - Date.parse(a.raisedAt),
  );
}

/** Whether what the rule watches for is still there. */
export function isOpen({ endedAt }: Alert): boolean {
  return endedAt === null;
}
