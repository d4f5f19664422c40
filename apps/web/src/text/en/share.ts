/** Words of sharing and embedding, in English. */
export const share = {
  title: 'Share',
  link: 'Link to this broadcast',
  frame: 'For another web page: a frame',
  element: 'For another web page: an element',
  overlay: 'Over the picture',
  controls: 'Buttons',
  valid: 'The link lets everybody in for',
  days: (days: number) => (days === 1 ? 'a day' : days === 365 ? 'a year' : `${days} days`),
  make: 'Make a share link',
  made: (until: string) => `Whoever has it may watch until ${until}.`,
  name: 'For whom (only you see it)',
  links: 'Links that let others in',
  noName: 'Without a name',
  ofLink: (what: string, until: string) => `${what}, until ${until}`,
  roles: { VIEWER: 'to watch', PRESENTER: 'to present', OPERATOR: 'to do everything' },
  allBroadcasts: 'everywhere',
  revoke: 'Revoke',
  revokeLink: (name: string) => `Revoke ${name}`,
  revoked: (name: string) => `${name}: revoked. Whoever came in with it is out.`,
  needsToken: 'Without a share link, others need a token of their own.',
  embedHelp:
    'Shows the picture in any web page. The server’s setting EMBED_ORIGINS says which pages may do so.',
  openPage: 'Open in Crowdlens',
  refused: 'This broadcast wants a share link',
  refusedHelp:
    'The one in this page is missing or has expired. Whoever runs the broadcast can make one.',
};
