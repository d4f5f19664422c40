import type uPlot from 'uplot';

/** What the chart looks at when it draws. */
export interface ChartView {
  /** The span that follows the newest value. */
  seconds: number;
  /** The span that was zoomed to, seconds since 1970; undefined follows the newest value. */
  zoom: [number, number] | undefined;
  /** Where a vertical line is drawn, seconds since 1970. */
  moment: number | undefined;
  /** Where small marks are drawn at the lower border. */
  eventTimes: readonly number[];
}

const MARK_HEIGHT = 6;

/**
 * @param onpoint - told the time under the pointer; undefined when it has left.
 */
export function chartOptions(
  element: HTMLElement,
  colors: readonly string[],
  view: ChartView,
  onpoint: (at: number | undefined) => void,
): uPlot.Options {
  // Colours are read when drawing, so that a change of the colour scheme shows at once.
  const token = (name: string) => getComputedStyle(element).getPropertyValue(name);
  const axis = {
    stroke: () => token('--text-muted'),
    font: '11px system-ui, sans-serif',
    ticks: { show: false },
    grid: { stroke: () => token('--border'), width: 1 },
  };
  let wasPointed = false;
  return {
    width: element.clientWidth,
    height: element.clientHeight,
    padding: [6, 16, 0, 0],
    legend: { show: false },
    cursor: {
      y: false,
      drag: { x: true, y: false, setScale: false },
      bind: { dblclick: (chart) => () => zoomOut(chart, view) },
    },
    scales: { x: { range: (_chart, _min, max) => span(view, max) }, y: { range: [0, 100] } },
    axes: [
      {
        ...axis,
        size: 22,
        space: 80,
        values: (chart, splits) => splits.map((at) => clock(chart).format(at * 1000)),
        grid: { show: false },
      },
      { ...axis, size: 34, splits: () => [0, 50, 100], values: (_chart, v) => v.map(String) },
    ],
    series: [
      {},
      ...colors.map((color) => ({
        // Palette colours are made for pictures; on paper they want some of the text's colour.
        stroke: () => `color-mix(in srgb, ${color} 72%, ${token('--text')})`,
        width: 2,
        points: { show: false },
      })),
    ],
    hooks: {
      setCursor: [
        (chart) => {
          const at = pointed(chart);
          // The chart says so at each redraw, also when the pointer is elsewhere.
          if (at !== undefined || wasPointed) onpoint(at);
          wasPointed = at !== undefined;
        },
      ],
      setSelect: [(chart) => zoomIn(chart, view)],
      draw: [(chart) => drawMarks(chart, view, token('--text-muted'))],
    },
  };
}

/** Before the first measurement there is no newest time. */
function span({ zoom, seconds }: ChartView, newest: number | null): [number, number] {
  const end = newest ?? Date.now() / 1000;
  return zoom ?? [end - seconds, end];
}

const MINUTES = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' });
const SECONDS = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });

/** A short span wants seconds. */
function clock({ scales }: uPlot): Intl.DateTimeFormat {
  const { min = 0, max = 0 } = scales['x'] ?? {};
  return (max ?? 0) - (min ?? 0) > 240 ? MINUTES : SECONDS;
}

function pointed(chart: uPlot): number | undefined {
  const { left = -1 } = chart.cursor;
  return left < 0 ? undefined : chart.posToVal(left, 'x');
}

function zoomIn(chart: uPlot, view: ChartView): void {
  const { left, width } = chart.select;
  if (width < 4) return;
  view.zoom = [chart.posToVal(left, 'x'), chart.posToVal(left + width, 'x')];
  chart.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
  chart.setScale('x', { min: view.zoom[0], max: view.zoom[1] });
}

function zoomOut(chart: uPlot, view: ChartView): null {
  view.zoom = undefined;
  chart.setData(chart.data);
  return null;
}

function drawMarks(chart: uPlot, { moment, eventTimes }: ChartView, color: string): void {
  const { ctx, bbox } = chart;
  const line = (time: number, height: number): void => {
    const x = Math.round(chart.valToPos(time, 'x', true));
    if (x < bbox.left || x > bbox.left + bbox.width) return;
    ctx.fillRect(x, bbox.top + bbox.height - height, 2, height);
  };
  ctx.save();
  ctx.fillStyle = color;
  for (const time of eventTimes) line(time, MARK_HEIGHT * devicePixelRatio);
  if (moment !== undefined) line(moment, bbox.height);
  ctx.restore();
}
