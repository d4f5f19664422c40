import { en, type Text } from './en.js';

/** Every word of the page. */
export const t: Text = en;
