import { mount } from 'svelte';
import './ui/tokens.css';
import './ui/base.css';
import { language } from './text/text.js';
import App from './App.svelte';
import { isEmbedded } from './embed/embedding.js';

const target = document.getElementById('app');
if (!target) throw new Error('index.html has no element #app.');

document.documentElement.lang = language;
// Nothing but the viewer is mounted in a foreign page's frame, so nothing else can be clicked there.
if (isEmbedded(location)) {
  void import('./embed/EmbedApp.svelte').then(({ default: EmbedApp }) =>
    mount(EmbedApp, { target }),
  );
} else {
  mount(App, { target });
}
