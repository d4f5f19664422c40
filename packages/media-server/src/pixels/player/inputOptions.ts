import { isAbsolute } from 'node:path';
import { PixelError } from '../errors.js';

/** A network that says nothing for so long has gone, microseconds. */
const TIMEOUT_US = String(10_000_000);
/** How much of a network stream is looked at before it plays, microseconds. */
const ANALYZE_US = String(2_000_000);

/** FFmpeg's options per kind of source. A playlist may lead nowhere else than its own kind may. */
const OPTIONS = {
  file: { protocol_whitelist: 'file' },
  http: {
    protocol_whitelist: 'http,https,tcp,tls,crypto',
    rw_timeout: TIMEOUT_US,
    analyzeduration: ANALYZE_US,
  },
  rtsp: {
    protocol_whitelist: 'rtsp,rtsps,rtp,rtcp,udp,tcp,tls,crypto,srtp',
    rtsp_transport: 'tcp',
    timeout: TIMEOUT_US,
    analyzeduration: ANALYZE_US,
  },
} as const;

/**
 * By https through a proxy (`http_proxy`) FFmpeg opens `httpproxy:`. A playlist could name a proxy of its own
 * there, so what leads elsewhere is left out.
 */
const HTTPS_BY_PROXY = {
  ...OPTIONS.http,
  protocol_whitelist: `${OPTIONS.http.protocol_whitelist},httpproxy`,
  format_whitelist:
    'mov,matroska,mpegts,mpeg,flv,avi,ogg,mpjpeg,mjpeg,ivf,h264,hevc,wav,mp3,aac,flac',
};

/** @throws PixelError `CANNOT_OPEN` for anything but an absolute path, http(s) and rtsp(s). */
export function inputOptions(
  uri: string,
  hasProxy = process.env['http_proxy'] !== undefined,
): Readonly<Record<string, string>> {
  if (isAbsolute(uri)) return OPTIONS.file;
  if (hasProxy && uri.startsWith('https://')) return HTTPS_BY_PROXY;
  if (/^https?:\/\//.test(uri)) return OPTIONS.http;
  if (/^rtsps?:\/\//.test(uri)) return OPTIONS.rtsp;
  throw new PixelError(
    'CANNOT_OPEN',
    `Cannot play ${uri}: pass an absolute path, or an address with http, https or rtsp`,
  );
}
