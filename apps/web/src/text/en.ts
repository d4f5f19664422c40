import { events } from './en/events.js';
import { share } from './en/share.js';
import { problems } from './en/problems.js';
import { stage } from './en/stage.js';

/** Every word of the page in English. A translation is an object of the same shape ({@link Text}). */
export const en = {
  cancel: 'Cancel',
  save: 'Save',
  saving: 'Saving…',
  close: 'Close',
  tryAgain: 'Try again',
  copy: { copy: 'Copy', done: 'Copied', byKey: 'Press Ctrl+C' },

  graphql: {
    button: (panel: string) => `As GraphQL: ${panel}`,
    title: 'The same with GraphQL',
    help: 'For the API explorer, curl or any GraphQL client. The variables are as this panel is now.',
    operation: 'Operation',
    variables: 'Variables',
    explorer: 'Open the API explorer',
  },

  nav: {
    pages: 'Pages',
    watch: 'Watch',
    present: 'Present',
    events: 'History',
    recordings: 'Recordings',
    home: 'Home page',
    language: 'Language',
    notFound: {
      title: 'There is no such page',
      remedy: 'Check the address, or start again from the home page.',
    },
  },

  home: {
    title: 'See the crowd, live.',
    lead: 'One camera in, many viewers out. On the way Crowdlens measures how full each region is, how much the crowd moves, and where it moves to.',
    live: 'On air now',
    goLive: 'Go live',
    goLiveHelp: 'Publish the camera of this computer.',
    watch: 'Watch',
    watchHelp: 'Wait here for the next broadcast.',
    demo: 'Try the demo crowd',
    demoHelp: 'No camera needed: a drawn plaza full of people.',
    starting: 'Starting…',
    picture:
      'A plaza seen from above. In two outlined regions people who stand are coloured red and people who walk are coloured blue.',
    plaza: 'Plaza · 31 % low',
    shops: 'Shops · 44 % medium',
    standing: 'standing',
    moving: 'moving',
  },

  connection: {
    lost: 'Connection lost',
    retryIn: (seconds: number) => `trying again in ${seconds} s`,
    retrying: 'trying again…',
    recovered: (events: number) =>
      `Connected again, ${events === 1 ? '1 event' : `${events} events`} recovered`,
  },

  token: {
    title: 'Access token',
    rejected: 'That token is not right, or no longer.',
    help: 'The server printed an operator’s when it started; operators give out others. It is kept for this tab only.',
    label: 'Token',
    continue: 'Continue',
  },

  quantities: {
    occupancy: {
      title: 'Occupancy',
      help: 'The share of the region that people cover. An event is raised when it stays in another band.',
    },
    fluidity: {
      title: 'Fluidity',
      help: 'The share of these people who move: 0 % everybody stands, 100 % everybody walks.',
    },
    direction: { title: 'Direction' },
  },
  levels: { NONE: 'none', MIN: 'low', MED: 'medium', MAX: 'high' },
  compass: {
    N: 'north',
    NE: 'north-east',
    E: 'east',
    SE: 'south-east',
    S: 'south',
    SW: 'south-west',
    W: 'west',
    NW: 'north-west',
  },
  compassLetters: ['N', 'E', 'S', 'W'],

  events,

  crowd: {
    nobody: 'nobody there',
    noDirection: 'no direction',
    notMeasured: 'not measured',
    measureDirection: 'Direction',
    rose: (words: string) => `Direction: ${words}`,
    roseHelp: 'Petals: where the crowd moved in the last minutes. Arrow: where it moves now.',
    sparkline: (name: string) => `Occupancy and fluidity of ${name} in the last three minutes`,
  },

  overlay: {
    title: 'Overlay',
    options: {
      regions: 'Regions',
      labels: 'Names',
      values: 'Values',
      heat: 'Heat',
    },
    heatHelp:
      'Fuller regions are brighter; the colours can be told apart with every kind of colour vision.',
  },

  regions: { title: 'Regions', edit: 'Edit regions' },

  status: {
    recorded: 'Recording',
    states: {
      IDLE: 'Idle',
      STARTING: 'Starting',
      LIVE: 'Live',
      INTERRUPTED: 'Interrupted',
    },
    onAirFor: 'On air for',
    viewers: (viewers: number): string => (viewers === 1 ? 'viewer' : 'viewers'),
    viewersTitle: 'Viewers',
  },

  quality: {
    words: { good: 'Good', fair: 'Fair', poor: 'Poor' },
    latency: (ms: number) => `${ms} ms`,
    latencyTitle: 'Latency from the server to this screen, estimated',
  },

  stage,
  share,

  stats: {
    title: 'Stats for nerds',
    path: 'Path',
    bitrate: 'Bitrate',
    loss: 'Packets lost',
    jitterBuffer: 'Jitter buffer',
    roundTrip: 'Round trip',
    frames: 'Pictures',
    size: 'Size',
    codec: 'Codec',
    decoder: 'Decoder',
    decoding: (ms: string) => `${ms} ms a picture`,
    candidatePair: 'Candidate pair',
    limited: 'Limited by',
    droppedFrames: 'Pictures dropped',
    missedEvents: 'Events missed',
    perSecond: (frames: number) => `${frames} a second`,
    paths: {
      host: 'direct',
      srflx: 'direct through NAT',
      prflx: 'direct through NAT',
      relay: 'relayed by TURN',
    },
  },

  viewer: {
    watch: 'Watch',
    connecting: 'Connecting…',
    again: 'Connecting again…',
    againIn: (seconds: number) => `Connecting again in ${seconds} s`,
    away: 'The presenter is away, waiting…',
    stopped: 'The picture has stopped',
    stoppedHelp: 'Nothing comes through the network; it goes on by itself.',
    noBroadcast: 'There is no such broadcast',
    noBroadcastHelp: 'Check the link. The picture comes by itself when the broadcast begins.',
    nobody: 'No presenter yet',
    nobodyHelp: 'The picture comes by itself when somebody goes live.',
    presentHere: 'Present here',
  },

  problems,
  problem: {
    refused: 'The server refused this',
    unknown: 'Something went wrong',
    noReason: 'No reason was given.',
    unknownRemedy: (message: string) => `${message} Try again; reload if it lasts.`,
  },
};

/** The shape of every translation. */
export type Text = typeof en;
