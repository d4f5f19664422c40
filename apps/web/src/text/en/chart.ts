/** Words of the time chart, in English. */
export const chart = {
  title: 'Over time',
  label: 'Time chart of all regions',
  quantity: 'Quantity',
  span: 'Time span',
  last: (minutes: number) => (minutes < 60 ? `${minutes} min` : `${minutes / 60} h`),
  help: 'Point to read, click for the events of a moment, drag to zoom, double-click to zoom out.',
  zoomOut: 'Zoom out',
  thresholds: {
    title: 'Thresholds',
    region: 'Thresholds of',
    trying: 'Trying on today’s measurements…',
    nothing: 'Nothing was measured today.',
    would: (events: number) =>
      `Would have fired ${events === 1 ? 'once' : `${events} times`} today.`,
    asItIs: (events: number) => `As it is: ${events}.`,
  },
};
