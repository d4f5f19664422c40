import type { CrowdReport } from '@crowdlens/media-server';

interface Totals {
  frames: number;
  occupancy: number;
  framesWithCrowd: number;
  fluidity: number;
  events: number;
}

/** Sums up what was measured, for people to read. */
export class RegionTotals {
  readonly #totals = new Map<string, Totals>();

  add({ regions, events }: CrowdReport): void {
    for (const { regionId, occupancy, fluidity } of regions) {
      const totals = this.#of(regionId);
      totals.frames++;
      totals.occupancy += occupancy;
      if (fluidity === null) continue;
      totals.framesWithCrowd++;
      totals.fluidity += fluidity;
    }
    for (const { regionId } of events) this.#of(regionId).events++;
  }

  /** One line per region. */
  toString(): string {
    return [...this.#totals].map(([id, totals]) => describe(id, totals)).join('\n');
  }

  #of(id: string): Totals {
    const present = this.#totals.get(id);
    if (present !== undefined) return present;
    const fresh = { frames: 0, occupancy: 0, framesWithCrowd: 0, fluidity: 0, events: 0 };
    this.#totals.set(id, fresh);
    return fresh;
  }
}

function describe(id: string, totals: Totals): string {
  const occupancy = (totals.occupancy / totals.frames).toFixed(1);
  const fluidity =
    totals.framesWithCrowd === 0 ? '-' : (totals.fluidity / totals.framesWithCrowd).toFixed(1);
  return `${id}: mean occupancy ${occupancy} %, mean fluidity ${fluidity} %, ${totals.events} events`;
}
