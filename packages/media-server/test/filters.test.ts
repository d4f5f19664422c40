import { pino } from 'pino';
import { expect, test } from 'vitest';
import { startClient } from './support/server.js';

const filters: [type: string, params: object, calls: [operation: string, params: object][]][] = [
  [
    'GStreamerFilter',
    { command: 'videoflip method=4' },
    [['setElementProperty', { propertyName: 'method', propertyValue: '1' }]],
  ],
  [
    'FaceOverlayFilter',
    {},
    [
      [
        'setOverlayedImage',
        { uri: 'hat.png', ...place(['offsetX', 'offsetY', 'width', 'height']) },
      ],
      ['unsetOverlayedImage', {}],
    ],
  ],
  [
    'ImageOverlayFilter',
    {},
    [
      [
        'addImage',
        {
          id: 'logo',
          uri: 'logo.png',
          ...place(['offsetX', 'offsetY', 'width', 'height']),
          keepAspectRatio: true,
          center: false,
        },
      ],
      ['removeImage', { id: 'logo' }],
    ],
  ],
  ['ZBarFilter', {}, []],
];

function place(names: string[]): object {
  return Object.fromEntries(names.map((name) => [`${name}Percent`, 0.5]));
}

test.each(filters)(
  '%s lets media through and says that it does nothing else',
  async (type, params, calls) => {
    const lines: { msg: string; element?: string }[] = [];
    const log = pino({}, { write: (line) => void lines.push(JSON.parse(line) as never) });
    const { client } = await startClient({ log });
    const mediaPipeline = await client.create('MediaPipeline');
    const player = await client.create('PlayerEndpoint', { mediaPipeline, uri: 'demo:crowd' });
    const filter = await client.create(type, { mediaPipeline, ...params });
    expect(lines).toContainEqual(
      expect.objectContaining({ msg: expect.stringContaining('without effect'), element: filter }),
    );

    await client.value('subscribe', { object: filter, type: 'Error' });
    expect(await client.event('Error')).toMatchObject({
      object: filter,
      data: {
        description: `This server has no kurento.${type}: media passes through unchanged`,
        errorCode: 40006,
        type: 'NOT_IMPLEMENTED',
      },
    });
    for (const [operation, operationParams] of calls) {
      expect(await client.invoke(filter, operation, operationParams)).toBeNull();
    }

    await client.value('subscribe', { object: filter, type: 'MediaFlowOutStateChanged' });
    await client.invoke(player, 'connect', { sink: filter });
    await client.invoke(player, 'play');
    expect(await client.event('MediaFlowOutStateChanged')).toMatchObject({
      data: { state: 'FLOWING' },
    });
  },
);

test('the command of a GStreamerFilter can be read back', async () => {
  const { client } = await startClient();
  const mediaPipeline = await client.create('MediaPipeline');
  const command = 'videoflip method=4';
  const filter = await client.create('GStreamerFilter', { mediaPipeline, command });
  expect(await client.invoke(filter, 'getCommand')).toBe(command);
});
