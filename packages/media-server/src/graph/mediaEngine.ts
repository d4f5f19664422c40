import type { Logger } from 'pino';
import type { MediaEngine } from '../elements/media.js';
import type { WebRtcEndpoint } from '../elements/WebRtcEndpoint.js';
import { MediaMeter } from '../metrics/MediaMeter.js';
import { PixelWorker } from '../pixels/PixelWorker.js';
import type { PortRange } from '../udp/UdpPorts.js';
import { RtpPeer } from '../udp/RtpPeer.js';
import { FanOutProcesses } from '../fanout/FanOutProcesses.js';
import { PlacedPeer } from '../fanout/PlacedPeer.js';
import type { WebRtcPeerOptions } from '../webrtc/WebRtcPeer.js';
import {
  externalAddress,
  iceServers,
  interfaceAddress,
  loopbackIfOffline,
} from './networkSettings.js';
import { PipelineGraph } from './PipelineGraph.js';

/** Where media goes, and in how many processes. */
export interface MediaEngineOptions extends Pick<WebRtcPeerOptions, 'bindAddress' | 'announcedIp'> {
  /** UDP ports for WebRTC: one for all peers of each process. Without them each peer takes any free one. */
  readonly webrtcPorts?: PortRange | undefined;
  /** UDP ports for RtpEndpoints. */
  readonly rtpPorts?: PortRange | undefined;
  /** Viewers that this process serves, and each further one; 0: all stay in this one. */
  readonly viewersPerProcess: number;
}

/**
 * The media engine behind the elements: WebRTC connections of this process, and processes for further viewers, a worker
 * thread for each pipeline's pixels.
 */
export function createMediaEngine(
  log: Logger,
  { webrtcPorts, rtpPorts, viewersPerProcess, ...webrtc }: MediaEngineOptions,
): MediaEngine {
  const [udpMuxPort, ...udpMuxPorts] = webrtcPorts ? portsOf(webrtcPorts) : [];
  const meter = new MediaMeter();
  const processes = new FanOutProcesses({
    viewersPerProcess,
    log,
    meter,
    ...(webrtcPorts && { udpMuxPorts }),
  });
  return {
    samples: () => meter.samples(),
    usage: () => processes.usage(),
    close: () => processes.close(),
    openPipeline: (pipeline) =>
      new PipelineGraph(pipeline, {
        openPixels: () => PixelWorker.create(),
        createPeer: (endpoint) =>
          new PlacedPeer(
            {
              ...webrtc,
              ...(udpMuxPort !== undefined && { udpMuxPort }),
              // Clients set these after they made the endpoint: they are asked for when it negotiates.
              get iceServers() {
                return iceServers(endpoint);
              },
              get bindAddress() {
                return interfaceAddress(endpoint) ?? webrtc.bindAddress ?? loopbackIfOffline();
              },
              get announcedIp() {
                return externalAddress(endpoint) ?? webrtc.announcedIp;
              },
              direction: directionOf(endpoint),
              offersData: endpoint.useDataChannels,
              videoRecvLimits: () => endpoint.videoRecvLimits,
            },
            processes,
          ),
        createRtpPeer: (endpoint) =>
          new RtpPeer({
            bindAddress: webrtc.bindAddress,
            announcedIp: webrtc.announcedIp,
            ...(rtpPorts && { portRange: rtpPorts }),
            ...(endpoint.crypto && { crypto: endpoint.crypto }),
            videoRecvLimits: () => endpoint.videoRecvLimits,
          }),
        meter,
      }),
  };
}

function directionOf({ recvonly, sendonly }: WebRtcEndpoint): 'recvonly' | 'sendonly' | 'sendrecv' {
  if (recvonly === sendonly) return 'sendrecv';
  return recvonly ? 'recvonly' : 'sendonly';
}

function portsOf({ begin, end }: PortRange): number[] {
  return Array.from({ length: end - begin + 1 }, (_, index) => begin + index);
}
