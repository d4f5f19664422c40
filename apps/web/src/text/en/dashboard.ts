/** Words of the history page, in English. */
export const dashboard = {
  title: 'History',
  time: 'Time shown',
  days: (days: number) => (days === 1 ? 'One day' : `${days} days`),
  until: 'until',
  noRegions: 'No broadcast has a region yet: draw one on the picture of a broadcast.',
  compare: 'Occupancy of regions',
  link: 'Link to this moment',
  linkHelp: 'Click a moment in the chart, an hour or an event to get a link to it.',
  busiest: 'Busiest hours',
  busiestHelp: 'Mean occupancy of the regions above; over many weeks by the day of the week.',
  cell: (day: string, hour: number, occupancy: string) => `${day}, ${hour}:00: ${occupancy}`,
  levels: 'Levels over time',
};
