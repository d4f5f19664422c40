import { dashboard as en } from './en/dashboard.js';
import { language } from './text.js';

/** Words of the history page, in the language of this load; apart from the others, since it is loaded later. */
export const dashboardText: typeof en =
  language === 'es' ? (await import('./es/dashboard.js')).dashboard : en;
