import { LevelHysteresis, levelOf } from './events/level.js';
import { HeadingHysteresis } from './events/heading.js';
import { Direction } from './motion/direction.js';
import { CELL } from './motion/flow.js';
import { Downscaler } from './picture/downscale.js';
import { rasterize } from './regions/raster.js';
import { validateRegions } from './regions/validate.js';
import { Scene } from './scene.js';
import type { CrowdAnalysis, CrowdEvent, LumaFrame, RegionMeasurement, RegionOfInterest } from './types.js';

export class CrowdDetector {
  readonly #regions: RegionOfInterest[];
  readonly #pw: number;
  #scene: Scene | undefined;
  #scaler: Downscaler | undefined;
  #raw = new Float32Array(0);
  #mask = new Uint8Array(0);
  #rasters: ReturnType<typeof rasterize>[] = [];
  #dirs: Direction[] = [];
  #states: { occ: LevelHysteresis; flu: LevelHysteresis; head: HeadingHysteresis }[] = [];
  #last = 0;

  constructor(o: { regions: readonly RegionOfInterest[]; processingWidth?: number }) {
    this.#regions = validateRegions(o.regions);
    this.#pw = o.processingWidth ?? 320;
    this.#states = this.#regions.map(() => ({ occ: new LevelHysteresis(), flu: new LevelHysteresis(), head: new HeadingHysteresis() }));
    this.#dirs = this.#regions.map(() => new Direction());
  }
  get scene() { return this.#scene!; }

  process(f: LumaFrame): CrowdAnalysis {
    const w = Math.min(this.#pw, f.width), h = Math.max(1, Math.round((f.height * w) / f.width));
    if (!this.#scaler || this.#scaler.inputWidth !== f.width || this.#scaler.inputHeight !== f.height) {
      this.#scaler = new Downscaler(f.width, f.height, w, h);
      if (!this.#scene || this.#scene.width !== w || this.#scene.height !== h) {
        this.#scene = new Scene(w, h);
        this.#raw = new Float32Array(w * h);
        this.#mask = new Uint8Array(w * h);
        this.#rasters = this.#regions.map((r) => rasterize(r.points, w, h));
      }
    }
    const scene = this.#scene!;
    this.#scaler.run(f, this.#raw);
    const want = this.#regions.some((r) => r.config.sendOpticalFlowEvent);
    const dt = scene.observe(this.#raw, f.timestampMs, want);
    const mask = this.#mask.fill(0);
    const events: CrowdEvent[] = [];
    for (const r of this.#rasters) for (let k = 0; k < r.runs.length; k += 3) {
      const a = r.runs[k]! * w + r.runs[k + 1]!, b = r.runs[k]! * w + r.runs[k + 2]!;
      for (let i = a; i < b; i++) mask[i] = scene.labels[i]!;
    }
    const sec = Math.min(1, (f.timestampMs - this.#last) / 1000); this.#last = f.timestampMs;
    const regions: RegionMeasurement[] = this.#regions.map((region, n) => {
      const r = this.#rasters[n]!;
      let red = 0, blue = 0;
      for (let k = 0; k < r.runs.length; k += 3) {
        const a = r.runs[k]! * w + r.runs[k + 1]!, b = r.runs[k]! * w + r.runs[k + 2]!;
        for (let i = a; i < b; i++) { if (mask[i] === 1) red++; else if (mask[i] === 2) blue++; }
      }
      const c = region.config;
      const occupancy = (100 * (red + blue)) / r.area;
      const fluidity = red + blue === 0 ? null : (100 * blue) / (red + blue);
      const s = this.#states[n]!;
      const d = this.#dirs[n]!;
      d.fade(sec);
      if (dt) for (let k = 0; k < scene.flow.count; k++) {
        const v = scene.flow.vectors[k]!;
        const x = (v.cell % scene.flow.columns) * CELL + 4, y = Math.floor(v.cell / scene.flow.columns) * CELL + 4;
        let inside = false;
        for (let q = 0; q < r.runs.length; q += 3) if (r.runs[q] === y && x >= r.runs[q + 1]! && x < r.runs[q + 2]!) inside = true;
        if (inside) d.add(v.dx / dt, v.dy / dt, v.weight);
      }
      const direction = c.sendOpticalFlowEvent ? d.angle : null;
      const po = s.occ.update(levelOf(occupancy, { min: c.occupancyLevelMin, med: c.occupancyLevelMed, max: c.occupancyLevelMax }), c.occupancyNumFramesToEvent);
      if (po !== undefined) events.push({ kind: 'occupancy', regionId: region.id, percentage: occupancy, level: s.occ.reported, previousLevel: po });
      const pf = s.flu.update(levelOf(fluidity ?? 0, { min: c.fluidityLevelMin, med: c.fluidityLevelMed, max: c.fluidityLevelMax }), c.fluidityNumFramesToEvent);
      if (pf !== undefined) events.push({ kind: 'fluidity', regionId: region.id, percentage: fluidity ?? 0, level: s.flu.reported, previousLevel: pf });
      if (c.sendOpticalFlowEvent && s.head.update(direction, c.opticalFlowAngleOffset, c.opticalFlowNumFramesToEvent, c.opticalFlowNumFramesToReset)) events.push({ kind: 'direction', regionId: region.id, angle: direction! });
      return { regionId: region.id, occupancy, occupancyLevel: s.occ.reported, fluidity, fluidityLevel: s.flu.reported, direction };
    });
    return { timestampMs: f.timestampMs, regions, events, mask: { data: mask, width: w, height: h } };
  }
}
