import { chart as en } from './en/chart.js';
import { language } from './text.js';

/** Words of the time chart, in the language of this load; apart from the others, since it is loaded later. */
export const chartText: typeof en = language === 'es' ? (await import('./es/chart.js')).chart : en;
