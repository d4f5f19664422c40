import { alerts as en } from './en/alerts.js';
import { language } from './text.js';

/** Words of the alerts, in the language of this load; apart from the others, since they are loaded later. */
export const alertsText: typeof en =
  language === 'es' ? (await import('./es/alerts.js')).alerts : en;
