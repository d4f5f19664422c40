/** What the page loads when somebody begins to edit regions. */
export { startDraft } from './draft.js';
export { default as RegionEditor } from './RegionEditor.svelte';
export { default as RegionPanel } from './RegionPanel.svelte';
