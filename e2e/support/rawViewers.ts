import type { Page } from 'playwright-core';

/**
 * Many viewers in one page: plain peer connections without video elements, whose encoded frames
 * are looked at before the decoder, so that a busy machine cannot blur what was sent.
 */
export async function openRawViewers(page: Page, count: number): Promise<void> {
  await page.evaluate(openViewers, count);
}

/** Frames that each viewer has got so far. */
export function framesReceived(page: Page): Promise<number[]> {
  return page.evaluate(() =>
    (window as unknown as RawViewersPage).rawViewers.map(({ timestamps }) => timestamps.length),
  );
}

/** Resolves when every viewer has got `count` more frames. */
export async function untilFramesReceived(page: Page, count: number): Promise<void> {
  const before = await framesReceived(page);
  await page.waitForFunction(
    ([start, more]) =>
      (window as unknown as RawViewersPage).rawViewers.every(
        ({ timestamps }, index) => timestamps.length >= start[index]! + more,
      ),
    [before, count] as const,
    { polling: 50 },
  );
}

/** The longest time between two frames of one viewer since the frame number `from`, milliseconds of video. */
export function longestGapMs(page: Page, from: readonly number[]): Promise<number> {
  return page.evaluate((starts) => {
    const { rawViewers } = window as unknown as RawViewersPage;
    const gaps = rawViewers.flatMap(({ timestamps }, index) =>
      timestamps
        .slice(starts[index])
        .map((at, frame, all) => (frame === 0 ? 0 : (at - all[frame - 1]!) / 90)),
    );
    return Math.max(...gaps);
  }, from);
}

/** How often each viewer has exchanged SDP. */
export function negotiations(page: Page): Promise<number[]> {
  return page.evaluate(() =>
    (window as unknown as RawViewersPage).rawViewers.map(({ negotiations }) => negotiations),
  );
}

interface RawViewersPage {
  rawViewers: { pc: RTCPeerConnection; timestamps: number[]; negotiations: number }[];
}

/** Runs in the page. */
async function openViewers(count: number): Promise<void> {
  const page = window as unknown as RawViewersPage;
  const graphql = async (query: string, variables: object): Promise<unknown> => {
    const response = await fetch('/graphql', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors } = (await response.json()) as {
      data: unknown;
      errors?: unknown;
    };
    if (errors) throw new Error(JSON.stringify(errors));
    return data;
  };

  const openViewer = async (): Promise<RawViewersPage['rawViewers'][number]> => {
    const pc = new RTCPeerConnection({
      iceServers: [],
      encodedInsertableStreams: true,
    } as RTCConfiguration);
    const viewer = { pc, timestamps: [] as number[], negotiations: 0 };
    const { receiver } = pc.addTransceiver('video', { direction: 'recvonly' });
    const { readable, writable } = (
      receiver as unknown as {
        createEncodedStreams(): { readable: ReadableStream; writable: WritableStream };
      }
    ).createEncodedStreams();
    const note = new TransformStream<{ timestamp: number }>({
      transform: (frame, controller) => {
        viewer.timestamps.push(frame.timestamp);
        controller.enqueue(frame);
      },
    });
    void readable.pipeThrough(note).pipeTo(writable);
    await pc.setLocalDescription(await pc.createOffer());
    // Candidates go along with the offer.
    await new Promise<void>((resolve) => {
      pc.onicegatheringstatechange = () => pc.iceGatheringState === 'complete' && resolve();
      if (pc.iceGatheringState === 'complete') resolve();
    });
    const { watch } = (await graphql(
      'mutation ($sdp: String!) { watch(input: { sdpOffer: $sdp }) { id sdpAnswer } }',
      { sdp: pc.localDescription!.sdp },
    )) as { watch: { id: string; sdpAnswer: string } };
    viewer.negotiations++;
    await pc.setRemoteDescription({ type: 'answer', sdp: watch.sdpAnswer });
    followCandidates(pc, watch.id);
    return viewer;
  };

  const followCandidates = (pc: RTCPeerConnection, sessionId: string): void => {
    const socket = new WebSocket(
      location.origin.replace('http', 'ws') + '/graphql',
      'graphql-transport-ws',
    );
    socket.onopen = () => socket.send('{"type":"connection_init"}');
    socket.onmessage = ({ data }) => {
      const message = JSON.parse(data as string) as {
        type: string;
        payload?: { data: { iceCandidate: RTCIceCandidateInit } };
      };
      if (message.type === 'connection_ack') {
        const query = `subscription { iceCandidate(sessionId: "${sessionId}") { candidate sdpMid sdpMLineIndex } }`;
        socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query } }));
      }
      if (message.type === 'next') void pc.addIceCandidate(message.payload!.data.iceCandidate);
      if (message.type === 'ping') socket.send('{"type":"pong"}');
    };
  };

  page.rawViewers = await Promise.all(Array.from({ length: count }, openViewer));
}
