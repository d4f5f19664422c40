import type { PathKind } from './streamStats.js';

/** What a look at the network before going live found. */
export interface NetworkCheck {
  /** ICE candidates that the browser found. */
  readonly candidates: number;
  /**
   * - `relay`: a TURN server answers.
   * - `turnSilent`: one is configured and does not.
   * - `nat`: a STUN server told our address.
   * - `direct`: only the own network is known, and nothing else was asked for.
   * - `nothing`: the browser found no way at all.
   */
  readonly verdict: 'direct' | 'nat' | 'relay' | 'turnSilent' | 'nothing';
}

const GATHERING_LIMIT_MS = 5_000;

/** Gathers ICE candidates as a session would, without one, for five seconds at most. */
export async function checkNetwork(iceServers: RTCIceServer[]): Promise<NetworkCheck> {
  const connection = new RTCPeerConnection({ iceServers });
  try {
    const found: PathKind[] = [];
    const gathered = new Promise<void>((resolve) => {
      setTimeout(resolve, GATHERING_LIMIT_MS);
      connection.addEventListener('icecandidate', ({ candidate }) => {
        if (candidate?.type) found.push(candidate.type);
        else if (candidate === null) resolve();
      });
    });
    connection.createDataChannel('check');
    await connection.setLocalDescription();
    await gathered;
    return judge(found, iceServers);
  } finally {
    connection.close();
  }
}

/** What the kinds of candidates mean, given what was asked for. */
export function judge(found: readonly PathKind[], iceServers: RTCIceServer[]): NetworkCheck {
  const urls = iceServers.flatMap(({ urls }) => urls);
  const turn = urls.some((url) => url.startsWith('turn'));
  return { candidates: found.length, verdict: verdict(new Set(found), turn) };
}

function verdict(found: ReadonlySet<PathKind>, turn: boolean): NetworkCheck['verdict'] {
  if (found.size === 0) return 'nothing';
  if (turn) return found.has('relay') ? 'relay' : 'turnSilent';
  return found.has('srflx') ? 'nat' : 'direct';
}
