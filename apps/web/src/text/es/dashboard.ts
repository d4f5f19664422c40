import type { dashboard as en } from '../en/dashboard.js';

/** Words of the history page, in Spanish. */
export const dashboard: typeof en = {
  title: 'Historial',
  time: 'Tiempo mostrado',
  days: (days) => (days === 1 ? 'Un día' : `${days} días`),
  until: 'hasta',
  noRegions: 'Ninguna emisión tiene zonas todavía: dibuje una sobre la imagen de una emisión.',
  compare: 'Ocupación de las zonas',
  link: 'Enlace a este momento',
  linkHelp: 'Pulse un momento del gráfico, una hora o un evento para obtener su enlace.',
  busiest: 'Horas más concurridas',
  busiestHelp: 'Ocupación media de las zonas de arriba; en muchas semanas, por día de la semana.',
  cell: (day, hour, occupancy) => `${day}, ${hour}:00 h: ${occupancy}`,
  levels: 'Niveles en el tiempo',
};
