import { mount } from 'svelte';
import './ui/tokens.css';
import './ui/base.css';
import { language } from './text/text.js';
import App from './App.svelte';

const target = document.getElementById('app');
if (!target) throw new Error('index.html has no element #app.');

document.documentElement.lang = language;
mount(App, { target });
