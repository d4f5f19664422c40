import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TestServer } from './support/TestServer.js';

const TOKEN = { authorization: 'Bearer the-right-token' };
const PLAY = 'mutation { play(input: { uri: "demo:crowd?width=320&height=240" }) { id } }';
const STOP = 'mutation { stop { id } }';
const RECORD = 'mutation { startRecording(input: {}) { id url } }';
const SET_OVERLAY = 'mutation { setOverlay(input: { mode: PRIVACY }) { id } }';
const SHARE =
  'mutation { createShareLink(input: { role: PRESENTER, validForSeconds: 60 }) { token } }';

let server: TestServer;
const start = (folder?: string) => TestServer.start({ operatorToken: 'the-right-token' }, folder);
beforeAll(async () => void (server = await start()));
afterAll(() => server.close());

async function ask<Data>(query: string): Promise<Data> {
  return (await server.ask<Data>(query, {}, TOKEN)).data!;
}

function get(path: string, headers: Record<string, string> = TOKEN): Promise<Response> {
  return fetch(`${server.url}${path}`, { headers });
}

async function pictureOf(answer: Response): Promise<Buffer> {
  return Buffer.from(await answer.arrayBuffer());
}

async function goLive(): Promise<void> {
  await ask(PLAY);
  await server.untilState('LIVE', 'main', TOKEN);
}

describe('the snapshot of a broadcast', () => {
  const snapshot = (headers = {}) => get('/snapshot/main.jpg', { ...TOKEN, ...headers });

  test('is not there before the first picture', async () => {
    expect((await snapshot()).status).toBe(404);
    expect((await get('/snapshot/nobody.jpg')).status).toBe(404);
    expect((await get('/snapshot/..%2f..%2faccess.jpg')).status).toBe(404);
    const alert = await get('/snapshot/alert/none.jpg');
    expect([alert.status, await alert.text()]).toEqual([
      404,
      expect.stringContaining('ALERT_NOT_FOUND'),
    ]);
  });

  test('is a small JPEG', async () => {
    await goLive();
    const answer = await snapshot();
    expect(answer.headers.get('content-type')).toBe('image/jpeg');
    const picture = await pictureOf(answer);
    expect(picture.subarray(0, 3).toString('hex')).toBe('ffd8ff');
    expect(picture.length).toBeLessThan(60_000);
  });

  test('is there while nothing is live, and after a restart', async () => {
    await ask(STOP);
    const answer = await snapshot();
    const [etag, picture] = [answer.headers.get('etag')!, await pictureOf(answer)];
    // Node's fetch would ask for a new one in any case.
    const known = { 'if-none-match': etag, 'cache-control': 'max-age=0' };
    expect((await snapshot(known)).status).toBe(304);
    await server.stop();
    server = await start(server.folder);
    expect(await pictureOf(await snapshot())).toEqual(picture);
  });

  test('goes when nobody shall be recognised any more', async () => {
    await ask(SET_OVERLAY);
    expect((await snapshot()).status).toBe(404);
  });
});

test('pictures are for those who may watch, or have a signed address', async () => {
  await goLive();
  const { id, url } = (await ask<{ startRecording: { id: string; url: string } }>(RECORD))
    .startRecording;
  await ask('mutation { stopRecording { id } }');
  const status = async (path: string, headers = {}) => (await get(path, headers)).status;
  expect(await status('/snapshot/main.jpg')).toBe(401);
  expect(await status(`/recordings/${id}.webm`)).toBe(401);
  expect(await status(`/recordings/${id}.webm`, TOKEN)).toBe(200);
  expect(await status(`/recordings/${id}.webm?access_token=the-right-token`)).toBe(200);
  expect(await status(url)).toBe(200);
  expect(await status(url.replace(/expires=\d/, 'expires=9'))).toBe(401);
  expect(await status(url.replace('.webm', '.jpg'))).toBe(401);
});

test('only operators record', async () => {
  const { token } = (await ask<{ createShareLink: { token: string } }>(SHARE)).createShareLink;
  const headers = { authorization: `Bearer ${token}` };
  for (const query of [
    RECORD,
    'mutation { stopRecording { id } }',
    'mutation { deleteRecording(id: "a") }',
  ]) {
    const { errors } = await server.ask(query, {}, headers);
    expect(errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
  }
});
