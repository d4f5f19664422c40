import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { analyzeFile, OVERLAY_MODES } from '@crowdlens/media-server';
import type { AnalyzeOptions, OverlayMode } from '@crowdlens/media-server';
import { UsageError } from './errors.js';
import { ProgressBar } from './ProgressBar.js';
import { readRegions } from './regionsFile.js';
import { RegionTotals } from './RegionTotals.js';
import { TraceWriter } from './TraceWriter.js';

export const ANALYZE_USAGE = `crowdlens analyze VIDEO --regions FILE [--trace OUT.jsonl] [--overlay OUT.mp4] [--every N]

  Measures the crowd in a recording.

  --regions FILE       regions as JSON: [{ "id": "door", "points": [[0, 0], [1, 0], [1, 1]], "config": {} }],
                       points relative to the picture, config as of Kurento's RegionOfInterestConfig
  --trace FILE         every measurement and event as JSON lines
  --overlay FILE       the recording with what was found drawn on it, without sound: .mp4 (H264) or .webm (VP8)
  --overlay-mode MODE  full (default), regions-only, none or privacy
  --every N            measures every N-th picture only
  --width PIXELS       width at which the detector works (default 320)`;

interface AnalyzeArguments {
  readonly video: string;
  readonly regions: string;
  readonly trace: string | undefined;
  readonly overlay: AnalyzeOptions['overlay'];
  readonly every: number;
  readonly width: number;
}

/** @throws UsageError; whatever analyzeFile throws. */
export async function analyze(args: string[]): Promise<void> {
  const { video, regions, trace, overlay, every, width } = parse(args);
  const options = {
    path: video,
    regions: await readRegions(regions),
    every,
    processingWidth: width,
    ...(overlay && { overlay }),
  };
  const writer = trace === undefined ? undefined : new TraceWriter(trace);
  const totals = new RegionTotals();
  const bar = new ProgressBar(process.stderr);
  try {
    const summary = await analyzeFile({
      ...options,
      onOpen: ({ frameRate }) => writer?.meta(basename(video), frameRate),
      onFrame: (frame, report) => {
        writer?.frame(frame, report);
        totals.add(report);
      },
      onProgress: (done) => bar.show(done),
    });
    bar.close();
    writer?.end(summary.cpuMeanMs);
    const { framesAnalyzed, framesRead, cpuMeanMs } = summary;
    console.log(totals.toString());
    console.log(
      `${framesAnalyzed} of ${framesRead} pictures measured, ${cpuMeanMs.toFixed(2)} ms of CPU each`,
    );
  } finally {
    bar.close();
    writer?.close();
  }
}

function parse(args: string[]): AnalyzeArguments {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      regions: { type: 'string' },
      trace: { type: 'string' },
      overlay: { type: 'string' },
      'overlay-mode': { type: 'string', default: 'full' },
      every: { type: 'string', default: '1' },
      width: { type: 'string', default: '320' },
    },
  });
  const [video, ...others] = positionals;
  if (video === undefined || others.length > 0) throw new UsageError('Pass one video file.');
  if (values.regions === undefined) throw new UsageError('Pass the regions with --regions FILE.');
  return {
    video,
    regions: values.regions,
    trace: values.trace,
    overlay:
      values.overlay === undefined
        ? undefined
        : {
            path: values.overlay,
            mode: overlayMode(values['overlay-mode']),
          },
    every: wholeNumber('--every', values.every, 1, 1_000_000),
    width: wholeNumber('--width', values.width, 160, 1280),
  };
}

function wholeNumber(name: string, text: string, min: number, max: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  throw new UsageError(`${name} is ${text}; pass a whole number from ${min} to ${max}.`);
}

function overlayMode(text: string): OverlayMode {
  const wanted = text.toUpperCase().replaceAll('-', '_');
  const mode = OVERLAY_MODES.find((known) => known === wanted);
  if (mode !== undefined) return mode;
  throw new UsageError(`--overlay-mode is ${text}; pass full, regions-only, none or privacy.`);
}
