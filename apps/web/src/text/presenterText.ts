import { presenter as en } from './en/presenter.js';
import { language } from './text.js';

/** Words of the studio, in the language of this load; apart from the others, since it is loaded later. */
export const presenterText: typeof en =
  language === 'es' ? (await import('./es/presenter.js')).presenter : en;
