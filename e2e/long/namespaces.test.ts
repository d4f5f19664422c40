import { expect, onTestFinished, test } from 'vitest';
import { Audience } from '../chaos/Audience.js';
import { mediaServerAt } from '../chaos/mediaServerAt.js';
import { Network } from '../chaos/Network.js';
import { queryData, startCrowdlens } from '../support/crowdlens.js';

const VIEWERS = 20;
const SOURCE = 'demo:crowd?width=320&height=240';

if (!Network.isPossible) console.warn('Network namespaces want root: their test is left out.');

test.runIf(Network.isPossible)(
  'when one of two hosts with media servers is cut off, its viewers go on at the other',
  async () => {
    const network = new Network();
    onTestFinished(() => network.close());
    const [staying, leaving] = [network.addHost(), network.addHost()];
    const atStaying = await mediaServerAt(staying);
    onTestFinished(() => atStaying.close());
    const atLeaving = await mediaServerAt(leaving);
    onTestFinished(() => atLeaving.close());
    const server = await startCrowdlens({
      env: { KURENTO_URL: `${atStaying.url},${atLeaving.url}` },
    });
    onTestFinished(() => server.close());
    const play = 'mutation ($uri: String!) { play(input: { uri: $uri }) { id } }';
    await queryData(server, play, { uri: SOURCE });
    const audience = new Audience({ url: server.url, viewers: VIEWERS, bind: network.address });
    onTestFinished(() => audience.close());
    await audience.joined();
    await audience.playing();

    leaving.cut();
    const begin = performance.now();
    await audience.playing();
    console.log(
      `all play again ${((performance.now() - begin) / 1000).toFixed(1)} s after the cut`,
    );
    const sessions = (await audience.count()).map((viewer) => viewer.sessions);
    expect(sessions.filter((number) => number === 1)).toHaveLength(VIEWERS / 2);
    expect(await queryData(server, '{ broadcast { state viewerCount } }')).toEqual({
      broadcast: { state: 'LIVE', viewerCount: VIEWERS },
    });
    leaving.mend();
  },
);
