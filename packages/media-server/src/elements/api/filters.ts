import type { ModuleSource } from '../../protocol/api/module.js';

/** Kurento's module `filters`. */
export const filters: ModuleSource = {
  name: 'filters',
  namespace: 'kurento',
  classes: {
    FaceOverlayFilter: {
      extends: 'Filter',
      constructorParams: 'mediaPipeline: MediaPipeline',
      methods: [
        'unsetOverlayedImage()',
        'setOverlayedImage(uri: String, offsetXPercent: float, offsetYPercent: float, widthPercent: float, heightPercent: float)',
      ],
    },
    GStreamerFilter: {
      extends: 'Filter',
      constructorParams:
        'mediaPipeline: MediaPipeline, command: String, filterType?: FilterType = "AUTODETECT"',
      properties: ['readonly command: String'],
      methods: ['setElementProperty(propertyName: String, propertyValue: String)'],
    },
    ImageOverlayFilter: {
      extends: 'Filter',
      constructorParams: 'mediaPipeline: MediaPipeline',
      methods: [
        'removeImage(id: String)',
        'addImage(id: String, uri: String, offsetXPercent: float, offsetYPercent: float, widthPercent: float, heightPercent: float, keepAspectRatio: boolean, center: boolean)',
      ],
    },
    OpenCVFilter: {
      extends: 'Filter',
    },
    ZBarFilter: {
      extends: 'Filter',
      constructorParams: 'mediaPipeline: MediaPipeline',
      events: ['CodeFound'],
    },
  },
  events: { CodeFound: { extends: 'Media', fields: 'codeType: String, value: String' } },
  enums: {},
  types: {},
};
