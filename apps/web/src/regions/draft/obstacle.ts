import {
  FRAME_PARAMETERS,
  levelParameters,
  MAX_ANGLE,
  MAX_FRAMES,
  QUANTITIES,
} from '@crowdlens/schema/regions';
import type { RegionOfInterest } from '../../api/operations/regions.js';
import { regionsText } from '../../text/regionsText.js';
import { t } from '../../text/text.js';
import { nameOf } from '../regionColors.js';
import type { Draft } from './draft.js';

/** What keeps the regions from being saved; undefined when nothing does. */
export function obstacle({ regions, drawing }: Draft): string | undefined {
  if (drawing) return regionsText.obstacle.drawing;
  for (const region of regions) {
    const wrong = wrongParameter(region);
    if (wrong !== undefined) return `${nameOf(region)}: ${wrong}`;
  }
  return undefined;
}

function wrongParameter({ config }: RegionOfInterest): string | undefined {
  for (const quantity of QUANTITIES) {
    const [min, med, max] = levelParameters(quantity).map((key) => config[key]) as [
      number,
      number,
      number,
    ];
    const { title } = t.quantities[quantity];
    if (![min, med, max].every((level) => isWhole(level, 0, 100))) {
      return regionsText.obstacle.levelRange(title);
    }
    if (min >= med || med >= max) return regionsText.obstacle.levelOrder(title);
  }
  if (!FRAME_PARAMETERS.every((key) => isWhole(config[key], 0, MAX_FRAMES))) {
    return regionsText.obstacle.frames(MAX_FRAMES);
  }
  if (!isWhole(config.opticalFlowAngleOffset, -MAX_ANGLE, MAX_ANGLE)) {
    return regionsText.obstacle.angle(MAX_ANGLE);
  }
  return undefined;
}

function isWhole(value: number, min: number, max: number): boolean {
  return Number.isInteger(value) && value >= min && value <= max;
}
