import type { ModuleSource } from '../../protocol/api/module.js';
import { core } from './core.js';
import { crowddetector } from './crowddetector.js';
import { elements } from './elements.js';
import { filters } from './filters.js';

/** The modules of this server. Kurento's clients insist on the first three. */
export const modules: readonly ModuleSource[] = [core, elements, filters, crowddetector];

/** Those of a server that only passes on what others process. */
export const modulesWithoutCrowdDetector: readonly ModuleSource[] = [core, elements, filters];
