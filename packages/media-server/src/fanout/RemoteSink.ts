import type { CodecName } from '../webrtc/sdp/codec.js';
import type { FanOutProcess } from './FanOutProcess.js';
import type { RemoteId } from './messages.js';

/** A viewer's end of a stream, in the process that serves it. */
export class RemoteSink {
  constructor(
    readonly process: FanOutProcess,
    readonly peer: RemoteId,
    readonly codec: CodecName,
  ) {}
}
