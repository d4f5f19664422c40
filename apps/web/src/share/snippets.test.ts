import { expect, test } from 'vitest';
import { elementText, frameText, sharedUrl, type Shared } from './snippets.js';

const shared: Shared = {
  origin: 'https://live.example.org',
  broadcastId: 'main',
  overlay: ['regions', 'heat'],
  controls: false,
  token: undefined,
};

test('a frame says its options in the address', () => {
  expect(frameText(shared)).toContain(
    'src="https://live.example.org/embed/main?overlay=regions,heat&amp;controls=0"',
  );
});

test('an element says them as attributes, and where its script is', () => {
  expect(elementText(shared)).toBe(
    `<script async src="https://live.example.org/embed.js"></script>
<crowdlens-viewer broadcast="main" overlay="regions,heat" controls="0"></crowdlens-viewer>`,
  );
});

test('a share link goes along, behind the # of an address', () => {
  const withToken = { ...shared, token: 'abc.def' };
  expect(sharedUrl(withToken, '/watch')).toBe(
    'https://live.example.org/watch#access_token=abc.def',
  );
  expect(frameText(withToken)).toContain('controls=0#access_token=abc.def"');
  expect(elementText(withToken)).toContain(' token="abc.def">');
});
