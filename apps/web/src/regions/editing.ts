/** What the page loads when somebody begins to edit regions. */
export { RegionEditing } from './regionEditing.svelte.js';
export { default as RegionEditor } from './editor/RegionEditor.svelte';
export { default as RegionPanel } from './panel/RegionPanel.svelte';
