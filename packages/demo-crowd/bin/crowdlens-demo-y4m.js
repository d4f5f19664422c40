#!/usr/bin/env node
// Stands in the checkout, where npm links it before `dist` is built.
import '../dist/write-y4m.js';
