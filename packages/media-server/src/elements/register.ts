import { ApiDescription } from '../protocol/api/ApiDescription.js';
import { ControlPlane } from '../protocol/ControlPlane.js';
import type { Limits } from '../protocol/limits.js';
import type { RemoteObject } from '../protocol/objects.js';
import { modules, modulesWithoutCrowdDetector } from './api/index.js';
import type { ElementContext } from './context.js';
import { CrowdDetectorFilter } from './CrowdDetectorFilter.js';
import { Dispatcher } from './Dispatcher.js';
import { DispatcherOneToMany } from './DispatcherOneToMany.js';
import { FaceOverlayFilter } from './FaceOverlayFilter.js';
import { GStreamerFilter } from './GStreamerFilter.js';
import { HubPort } from './HubPort.js';
import { ImageOverlayFilter } from './ImageOverlayFilter.js';
import { MediaPipeline } from './MediaPipeline.js';
import { PassThrough } from './PassThrough.js';
import { PlayerEndpoint } from './PlayerEndpoint.js';
import { RecorderEndpoint } from './RecorderEndpoint.js';
import { RtpEndpoint } from './RtpEndpoint.js';
import { ServerManager } from './ServerManager.js';
import { WebRtcEndpoint } from './WebRtcEndpoint.js';
import { ZBarFilter } from './ZBarFilter.js';

/** A class that clients can create. Its parameters are those that `api/` declares for it. */
interface ElementClass {
  readonly qualifiedType: string;
  create(context: ElementContext, params: never): RemoteObject | Promise<RemoteObject>;
}

/** Every class that clients can create. */
export const elementClasses: readonly ElementClass[] = [
  MediaPipeline,
  PassThrough,
  HubPort,
  Dispatcher,
  DispatcherOneToMany,
  WebRtcEndpoint,
  PlayerEndpoint,
  RecorderEndpoint,
  RtpEndpoint,
  CrowdDetectorFilter,
  FaceOverlayFilter,
  GStreamerFilter,
  ImageOverlayFilter,
  ZBarFilter,
];

/** A control plane that serves our elements, its ServerManager included. */
export function createControlPlane(
  limits: Limits,
  lent: Omit<ElementContext, 'objects' | 'raise'>,
  { hasCrowdDetector }: { readonly hasCrowdDetector: boolean } = { hasCrowdDetector: true },
): ControlPlane {
  const present = hasCrowdDetector ? modules : modulesWithoutCrowdDetector;
  const plane = new ControlPlane(new ApiDescription(present), limits);
  const context: ElementContext = {
    ...lent,
    objects: plane.objects,
    raise: (event) => plane.raise(event),
  };
  plane.objects.add(new ServerManager(context, plane));
  for (const elementClass of elementClasses) {
    if (elementClass === CrowdDetectorFilter && !hasCrowdDetector) continue;
    plane.addFactory(elementClass.qualifiedType, (params) =>
      elementClass.create(context, params as never),
    );
  }
  return plane;
}
