import type uPlot from 'uplot';
import { locale } from '../text/text.js';
import { isolated } from './buckets.js';
import { zoomByTouch } from './touchZoom.js';

/** Beginning and end; seconds since 1970. */
export type Span = readonly [from: number, to: number];

/** What the chart looks at when it draws. */
export interface ChartView {
  span: Span;
  /** Where a vertical line is drawn, seconds since 1970. */
  moment: number | undefined;
  /** Where small marks are drawn at the lower border. */
  eventTimes: readonly number[];
}

/** What somebody does to the chart; times are seconds since 1970. */
export interface ChartActions {
  /** Points at a time; undefined when the pointer has left. `reach` is a few pixels of time. */
  point(at: number | undefined, reach: number): void;
  pick(at: number): void;
  zoom(span: Span): void;
  zoomOut(): void;
}

/** Pixels between the chart's borders and the lines, where the axes are. */
export const PLOT_INSET = { top: 8, right: 16, bottom: 24, left: 36 };

const MARK_HEIGHT = 6;
const REACH_PX = 4;

export function chartOptions(
  element: HTMLElement,
  colors: readonly string[],
  view: ChartView,
  actions: ChartActions,
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
    padding: [PLOT_INSET.top, PLOT_INSET.right, 0, 0],
    legend: { show: false },
    cursor: {
      y: false,
      drag: { x: true, y: false, setScale: false },
      bind: { dblclick: () => () => (actions.zoomOut(), null) },
    },
    scales: { x: { range: () => [...view.span] }, y: { range: [0, 100] } },
    axes: [
      {
        ...axis,
        size: PLOT_INSET.bottom,
        space: 80,
        values: (_chart, splits) => splits.map((at) => clock(view.span).format(at * 1000)),
        grid: { show: false },
      },
      {
        ...axis,
        size: PLOT_INSET.left,
        splits: () => [0, 50, 100],
        values: (_chart, v) => v.map(String),
      },
    ],
    series: [
      {},
      ...colors.map((color) => {
        // Palette colours are made for pictures; on paper they want some of the text's colour.
        const stroke = () => `color-mix(in srgb, ${color} 72%, ${token('--text')})`;
        return {
          stroke,
          width: 2,
          points: {
            show: false,
            size: 6,
            fill: stroke,
            filter: ({ data }: uPlot, line: number) => isolated(data[line] ?? []),
          },
        };
      }),
    ],
    hooks: {
      ready: [
        zoomByTouch,
        (chart) =>
          chart.over.addEventListener('click', () => {
            const at = pointed(chart);
            if (at !== undefined) actions.pick(at);
          }),
      ],
      setCursor: [
        (chart) => {
          const at = pointed(chart);
          // The chart says so at each redraw, also when the pointer is elsewhere.
          if (at !== undefined || wasPointed) actions.point(at, reach(chart));
          wasPointed = at !== undefined;
        },
      ],
      setSelect: [(chart) => zoomIn(chart, actions)],
      draw: [(chart) => drawMarks(chart, view, token('--text-muted'))],
    },
  };
}

const DAY_S = 86_400;
const DATES = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' });
const HOURS = new Intl.DateTimeFormat(locale, { weekday: 'short', hour: 'numeric' });
const MINUTES = new Intl.DateTimeFormat(locale, { timeStyle: 'short' });
const SECONDS = new Intl.DateTimeFormat(locale, { timeStyle: 'medium' });

/** A short span wants seconds, a long one days. */
function clock([from, to]: Span): Intl.DateTimeFormat {
  if (to - from > 3 * DAY_S) return DATES;
  if (to - from > DAY_S) return HOURS;
  return to - from > 240 ? MINUTES : SECONDS;
}

function pointed(chart: uPlot): number | undefined {
  const { left = -1 } = chart.cursor;
  return left < 0 ? undefined : chart.posToVal(left, 'x');
}

function reach(chart: uPlot): number {
  return chart.posToVal(REACH_PX, 'x') - chart.posToVal(0, 'x');
}

function zoomIn(chart: uPlot, actions: ChartActions): void {
  const { left, width } = chart.select;
  if (width < REACH_PX) return;
  const span: Span = [chart.posToVal(left, 'x'), chart.posToVal(left + width, 'x')];
  chart.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
  actions.zoom(span);
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
