/** What the page loads for alerts, once the picture is there. */
export { default as AlertBadge } from './AlertBadge.svelte';
export { default as AlertsPanel } from './AlertsPanel.svelte';
export { LiveAlerts } from './liveAlerts.svelte.js';
