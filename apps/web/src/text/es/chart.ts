import type { chart as en } from '../en/chart.js';

/** Words of the time chart, in Spanish. */
export const chart: typeof en = {
  title: 'En el tiempo',
  label: 'Gráfico temporal de todas las zonas',
  quantity: 'Magnitud',
  span: 'Intervalo',
  last: (minutes) => (minutes < 60 ? `${minutes} min` : `${minutes / 60} h`),
  help: 'Señale para leer, pulse para ver los eventos de un momento, arrastre para ampliar, doble clic para volver.',
  zoomOut: 'Ver todo',
  thresholds: {
    title: 'Umbrales',
    region: 'Umbrales de',
    trying: 'Probando con las medidas de hoy…',
    nothing: 'Hoy no se ha medido nada.',
    would: (events) => `Habría avisado ${events === 1 ? 'una vez' : `${events} veces`} hoy.`,
    asItIs: (events) => `Tal como está: ${events}.`,
  },
};
