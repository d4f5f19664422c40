import type { Logger } from 'pino';
import type { MediaEngine } from '../elements/media.js';
import type { WebRtcEndpoint } from '../elements/WebRtcEndpoint.js';
import { MediaMeter } from '../metrics/MediaMeter.js';
import { PixelWorker } from '../pixels/PixelWorker.js';
import type { PortRange } from '../udp/UdpPorts.js';
import { RtpPeer } from '../udp/RtpPeer.js';
import { WebRtcPeer, type WebRtcPeerOptions } from '../webrtc/WebRtcPeer.js';
import { externalAddress, iceServers, interfaceAddress } from './networkSettings.js';
import { PipelineGraph } from './PipelineGraph.js';

/** The media engine behind the elements: WebRTC connections of this process, a worker thread for each pipeline's pixels. */
export function createMediaEngine(
  log: Logger,
  webrtc: Pick<WebRtcPeerOptions, 'bindAddress' | 'announcedIp' | 'udpMuxPort'>,
  rtpPorts?: PortRange,
): MediaEngine {
  const meter = new MediaMeter();
  return {
    samples: () => meter.samples(),
    openPipeline: (pipeline) =>
      new PipelineGraph(pipeline, {
        openPixels: () => PixelWorker.create(),
        createPeer: (endpoint) =>
          WebRtcPeer.create({
            ...webrtc,
            // Clients set these after they made the endpoint: they are asked for when it negotiates.
            get iceServers() {
              return iceServers(endpoint);
            },
            get bindAddress() {
              return interfaceAddress(endpoint) ?? webrtc.bindAddress;
            },
            get announcedIp() {
              return externalAddress(endpoint) ?? webrtc.announcedIp;
            },
            direction: directionOf(endpoint),
            offersData: endpoint.useDataChannels,
            videoRecvLimits: () => endpoint.videoRecvLimits,
          }),
        createRtpPeer: (endpoint) =>
          new RtpPeer({
            bindAddress: webrtc.bindAddress,
            announcedIp: webrtc.announcedIp,
            ...(rtpPorts && { portRange: rtpPorts }),
            ...(endpoint.crypto && { crypto: endpoint.crypto }),
            videoRecvLimits: () => endpoint.videoRecvLimits,
          }),
        meter,
        log,
      }),
  };
}

function directionOf({ recvonly, sendonly }: WebRtcEndpoint): 'recvonly' | 'sendonly' | 'sendrecv' {
  if (recvonly === sendonly) return 'sendrecv';
  return recvonly ? 'recvonly' : 'sendonly';
}
