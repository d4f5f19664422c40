import { recordings as en } from './en/recordings.js';
import { language } from './text.js';

/** Words of the recordings, in the language of this load; apart from the others, since they are loaded later. */
export const recordingsText: typeof en =
  language === 'es' ? (await import('./es/recordings.js')).recordings : en;
