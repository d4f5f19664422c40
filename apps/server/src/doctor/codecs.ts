import type { Check } from './Check.js';
import { failed, ok } from './Finding.js';

/** Whether pictures and sound can be encoded and decoded here. */
export const codecs: Check = {
  name: 'codecs',
  run: async (_config, { media }) => {
    const tried = await media().then(
      (trials) => trials.tryCodecs(),
      () => undefined,
    );
    if (!tried) {
      return [
        failed(
          'The native libraries for codecs and WebRTC cannot be loaded.',
          'They come with npm as optional dependencies: install again, without --omit=optional, on the machine and for the Node.js that run it.',
        ),
      ];
    }
    return tried.map(({ codec, problem }) =>
      problem === undefined
        ? ok(`${codec} is encoded and decoded.`)
        : failed(
            `${codec} cannot be used: ${problem}.`,
            'The codec library is damaged or of another build: install the packages again.',
          ),
    );
  },
};
