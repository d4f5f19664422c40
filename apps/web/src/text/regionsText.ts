import { regions as en } from './en/regions.js';
import { language } from './text.js';

/** Words of the region editor, in the language of this load; apart from the others, since it is loaded later. */
export const regionsText: typeof en =
  language === 'es' ? (await import('./es/regions.js')).regions : en;
