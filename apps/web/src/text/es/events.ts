import type { Text } from '../en.js';

/** Words of the event list, in Spanish. */
export const events: Text['events'] = {
  title: 'Eventos',
  log: 'Eventos de la multitud',
  rose: (level) => `sube a ${level}`,
  fell: (level) => `baja a ${level}`,
  towards: (compass) => `hacia el ${compass}`,
  skipped: (events) =>
    `${events === 1 ? 'Se perdió 1 evento' : `Se perdieron ${events} eventos`}: demasiados a la vez o demasiado antiguos.`,
  none: 'Aún nada. Hay un evento cuando cambia el nivel o la dirección de una zona.',
  noneSuch: 'Ningún evento corresponde al filtro.',
  older: 'Eventos anteriores',
  newer: 'Eventos posteriores',
  full: 'Se pueden exportar más, o acotar el filtro.',
  around: (time) => `Alrededor de ${time}.`,
  follow: 'Volver a ahora',
  watchAt: (offset) => `Ver en la grabación, en ${offset}`,
  showInChart: 'Mostrar en el gráfico',
  filter: {
    button: (conditions) => (conditions === 0 ? 'Filtrar' : `Filtrar (${conditions})`),
    regions: 'Zonas',
    kinds: 'Sobre',
    kindNames: { OCCUPANCY: 'Ocupación', FLUIDITY: 'Fluidez', DIRECTION: 'Dirección' },
    minLevel: 'Al menos',
    anyLevel: 'cualquier nivel',
    from: 'Desde',
    to: 'Hasta',
    jump: 'Ir a',
    go: 'Ir',
    export: (format) => `Exportar ${format}`,
    reset: 'Quitar filtro',
  },
};
