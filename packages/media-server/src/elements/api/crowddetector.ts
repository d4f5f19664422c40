import { OVERLAY_MODES } from '../../overlayMode.js';
import type { ModuleSource } from '../../protocol/api/module.js';

/**
 * Kurento's module `crowddetector`. Ours beside it: the event CrowdDetectorMeasurement with its
 * RegionMeasurement; `overlayMode`; `takeSnapshot`; and `roiID`, the name that clients of Kurento 6 read.
 */
export const crowddetector: ModuleSource = {
  name: 'crowddetector',
  namespace: 'crowddetector',
  classes: {
    CrowdDetectorFilter: {
      extends: 'Filter',
      constructorParams: 'mediaPipeline: MediaPipeline, rois: RegionOfInterest[]',
      properties: ['processingWidth: int', 'overlayMode: OverlayMode'],
      methods: ['takeSnapshot(): String'],
      events: [
        'CrowdDetectorFluidity',
        'CrowdDetectorOccupancy',
        'CrowdDetectorDirection',
        'CrowdDetectorMeasurement',
      ],
    },
  },
  events: {
    CrowdDetectorFluidity: {
      extends: 'Media',
      fields: 'fluidityPercentage: float, fluidityLevel: int, roiId: String, roiID: String',
    },
    CrowdDetectorOccupancy: {
      extends: 'Media',
      fields: 'occupancyPercentage: float, occupancyLevel: int, roiId: String, roiID: String',
    },
    CrowdDetectorDirection: {
      extends: 'Media',
      fields: 'directionAngle: float, roiId: String, roiID: String',
    },
    CrowdDetectorMeasurement: { extends: 'Media', fields: 'measurements: RegionMeasurement[]' },
  },
  enums: { OverlayMode: OVERLAY_MODES.join(' | ') },
  types: {
    RegionMeasurement: {
      fields:
        'roiId: String, occupancyPercentage: float, occupancyLevel: int, fluidityPercentage?: float, fluidityLevel: int, directionAngle?: float',
    },
    RelativePoint: { fields: 'x: float, y: float' },
    RegionOfInterestConfig: {
      fields:
        'occupancyLevelMin?: int = 10, occupancyLevelMed?: int = 35, occupancyLevelMax?: int = 65, occupancyNumFramesToEvent?: int = 5, fluidityLevelMin?: int = 10, fluidityLevelMed?: int = 35, fluidityLevelMax?: int = 65, fluidityNumFramesToEvent?: int = 5, sendOpticalFlowEvent?: boolean = false, opticalFlowNumFramesToEvent?: int = 3, opticalFlowNumFramesToReset?: int = 3, opticalFlowAngleOffset?: int = 0',
    },
    RegionOfInterest: {
      fields: 'points: RelativePoint[], regionOfInterestConfig: RegionOfInterestConfig, id: String',
    },
  },
};
