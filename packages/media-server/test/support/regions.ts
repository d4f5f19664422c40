import { kurento } from './kurentoClient.js';

kurento.register('kurento-module-crowddetector');

/** A crowd filter's region that covers the picture and tells of little already. */
export function wholePicture(id: string): object {
  const make = (type: string, fields: object): object =>
    kurento.getComplexType(`crowddetector.${type}`)(fields);
  const corners = [
    [0, 0],
    [1, 0],
    [1, 1],
    [0, 1],
  ];
  return make('RegionOfInterest', {
    id,
    points: corners.map(([x, y]) => make('RelativePoint', { x, y })),
    regionOfInterestConfig: make('RegionOfInterestConfig', { occupancyLevelMin: 1 }),
  });
}
