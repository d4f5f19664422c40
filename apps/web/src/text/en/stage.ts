/** Words of the picture and what lies over it, in English. */
export const stage = {
  processed: 'Processed stream',
  preview: 'Camera preview',
  lastPicture: 'The last picture',
  play: 'Play',
  mute: 'Mute',
  unmute: 'Unmute',
  fullscreen: 'Full screen',
  pictureInPicture: 'Picture in picture',
  stats: 'Stats for nerds',
  shortcuts: 'Keyboard shortcuts',
  waiting: 'Waiting for the first picture…',
  keys: {
    m: 'Sound on or off',
    f: 'Full screen',
    p: 'Picture in picture',
    s: 'Stats for nerds',
    r: 'Regions on or off',
    '?': 'This list',
  },
};
