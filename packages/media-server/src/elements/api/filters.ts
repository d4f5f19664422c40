import type { ModuleSource } from '../../protocol/api/module.js';

/** Kurento's module `filters`, as far as this server has it. */
export const filters: ModuleSource = {
  name: 'filters',
  namespace: 'kurento',
  classes: {},
  events: {},
  enums: {},
  types: {},
};
