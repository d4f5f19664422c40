/** Every word of the page in English. A translation is an object of the same shape ({@link Text}). */
export const en = {
  cancel: 'Cancel',
  save: 'Save',
  saving: 'Saving…',
  close: 'Close',
  tryAgain: 'Try again',

  nav: {
    pages: 'Pages',
    watch: 'Watch',
    present: 'Present',
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

  events: {
    title: 'Events',
    log: 'Crowd events',
    rose: (level: string) => `rose to ${level}`,
    fell: (level: string) => `fell to ${level}`,
    towards: (compass: string) => `towards ${compass}`,
    skipped: (events: number) =>
      `${events === 1 ? '1 event was' : `${events} events were`} missed: too many at once, or too long ago.`,
    none: 'Nothing yet. Events come when a region’s level or direction changes.',
  },

  crowd: {
    nobody: 'nobody there',
    noDirection: 'no direction',
    notMeasured: 'not measured',
    measureDirection: 'Direction',
    rose: (words: string) => `Direction: ${words}`,
    roseHelp: 'Petals: where the crowd moved in the last minutes. Arrow: where it moves now.',
    sparkline: (name: string) => `Occupancy and fluidity of ${name} in the last three minutes`,
    chart: {
      title: 'Last minutes',
      label: 'Time chart of all regions',
      quantity: 'Quantity',
      span: 'Time span',
      minutes: (minutes: number) => `${minutes} min`,
      help: 'Drag to zoom, double-click to zoom out.',
    },
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

  regions: {
    title: 'Regions',
    edit: 'Edit regions',
    add: 'Add region',
    stopDrawing: 'Stop drawing',
    undo: 'Undo',
    redo: 'Redo',
    revision: (revision: number) => `Revision ${revision}`,
    copyOf: (name: string) => `${name} (copy)`,
    duplicate: (name: string) => `Duplicate region ${name}`,
    delete: (name: string) => `Delete region ${name}`,
    points: (points: number) => `${points} points`,
    none: 'No region: nothing is measured. Press “Add region” and click around a place in the picture.',
    hint: 'Drag points, edges or whole regions. A small dot adds a point; Del, or a long press, removes one.',
    hintDrawing: 'Click points on the picture; close it on the first point or with Enter.',
    refused: {
      crossing: 'The border may not cross itself.',
      tooFewPoints: 'A region needs at least three points.',
      tooManyPoints: (max: number) => `A region has ${max} points at most.`,
      tooManyRegions: (max: number) => `A broadcast has ${max} regions at most.`,
    },
    obstacle: {
      drawing: 'Close the region you are drawing first: click its first point or press Enter.',
      levelRange: (quantity: string) => `${quantity} levels are whole numbers from 0 to 100.`,
      levelOrder: (quantity: string) => `${quantity} levels must rise: low, medium, high.`,
      frames: (max: number) => `frame counts are whole numbers from 0 to ${max}.`,
      angle: (max: number) => `the turn of the compass is a whole number from -${max} to ${max}.`,
    },
    editor: {
      picture: 'Regions on the picture',
      drawing: 'Drawing a region: arrow keys move, space sets a point, Enter closes it',
      region: (name: string) => `Region ${name}`,
      point: (number: number, name: string) => `Point ${number} of region ${name}`,
      addAfter: (number: number) => `Add a point after point ${number}`,
      areaOf: (area: string) => `${area} of the picture`,
      full: (occupancy: string) => `now ${occupancy} full`,
    },
    form: {
      name: 'Name',
      color: 'Colour',
      colors: ['Amber', 'Teal', 'Violet', 'Orange', 'Sky blue', 'Lime', 'Pink'],
      levels: ['Low above', 'Medium above', 'High above'],
      levelSlider: (quantity: string, level: string) => `${quantity}: ${level}`,
      now: (value: string) => `Now: ${value}`,
      direction: 'Measure direction',
      directionHelp: 'Raises an event when the crowd turns to another of eight directions.',
      advanced: 'Advanced',
      coordinates: 'Coordinates',
      inSeconds: (seconds: string, fps: number) => `Now ${seconds} s at ${fps} pictures a second.`,
      parameters: {
        occupancyNumFramesToEvent: {
          title: 'Patience of occupancy, frames',
          help: 'How long a new level must last to be an event. More: fewer, surer events.',
        },
        fluidityNumFramesToEvent: {
          title: 'Patience of fluidity, frames',
          help: 'The same for movement.',
        },
        opticalFlowNumFramesToEvent: {
          title: 'Patience of direction, frames',
          help: 'How long the crowd must keep a new direction.',
        },
        opticalFlowNumFramesToReset: {
          title: 'Memory of direction, frames',
          help: 'How long a direction is remembered after the movement has stopped.',
        },
        opticalFlowAngleOffset: {
          title: 'Turn of the compass, degrees',
          help: 'Turns north counter-clockwise, for a camera that is not aligned with the place.',
        },
      },
    },
    table: {
      point: 'Point',
      x: 'Right, %',
      y: 'Down, %',
      coordinate: (number: number, axis: string) => `Point ${number}: ${axis}`,
      delete: (number: number) => `Delete point ${number}`,
    },
    conflict: {
      title: (revision: number) => `Somebody else saved revision ${revision}.`,
      remedy: 'Choose which version of each region to keep.',
      region: 'Region',
      mine: 'Mine',
      theirs: 'Theirs',
      changes: { same: 'unchanged', changed: 'changed', added: 'added', removed: 'removed' },
      takeTheirs: 'Take all of theirs',
      merge: 'Go on with this choice',
    },
  },

  status: {
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

  stage: {
    processed: 'Processed stream',
    preview: 'Camera preview',
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
  },

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
    noBroadcast: 'There is no such broadcast',
    noBroadcastHelp: 'Check the link. The picture comes by itself when the broadcast begins.',
    nobody: 'No presenter yet',
    nobodyHelp: 'The picture comes by itself when somebody goes live.',
    presentHere: 'Present here',
  },

  presenter: {
    title: 'Present',
    ready: 'Ready to go live',
    noCamera: 'No camera? Use the demo crowd',
    starting: 'Going live…',
    presenting: 'You are live',
    returning: 'Coming back…',
    brokeOff: 'The connection broke off, coming back…',
    openingCamera: 'Starting the camera…',
    taken: 'Somebody else is presenting',
    takenHelp: 'One presenter at a time. Watch them on the viewer page, or stop their broadcast.',
    playing: 'On air without a camera',
    goLive: 'Go live',
    demo: 'Use the demo crowd',
    stop: 'Stop',
    stopQuestion: 'Stop the broadcast?',
    stopViewers: (viewers: number) =>
      viewers === 0
        ? 'Nobody is watching.'
        : `${viewers === 1 ? '1 viewer loses' : `${viewers} viewers lose`} the picture.`,
    stopYes: 'Stop the broadcast',
    keepOn: 'Stay on air',
    overlay: {
      label: 'Drawn on the picture',
      modes: {
        FULL: 'People and regions',
        REGIONS_ONLY: 'Regions only',
        NONE: 'Nothing',
        PRIVACY: 'Privacy: silhouettes, the rest blurred',
      },
    },
    camera: 'Camera',
    cameraNumber: (number: number) => `Camera ${number}`,
    noCameraOption: 'No camera',
    shareScreen: 'Share the screen',
    stopSharing: 'Back to the camera',
    microphone: 'Microphone',
    microphoneNumber: (number: number) => `Microphone ${number}`,
    noSound: 'No sound',
    level: 'Microphone level',
    picture: 'Picture',
    pictures: {
      low: '320 × 240, 15 pictures a second (weak network)',
      standard: '640 × 480, 25 pictures a second',
      high: '1280 × 720, 25 pictures a second',
    },
    play: {
      title: 'Play a file or a network camera',
      address: 'Address or file',
      placeholder: 'rtsp://camera.local/stream or plaza.mp4',
      help: 'rtsp, http or https, or a file in the server’s media folder. The last five are remembered.',
      button: 'Play',
    },
    network: {
      title: 'Network',
      checking: 'Checking the network…',
      again: 'Check again',
      direct: 'Good: the server can be reached directly on this network.',
      nat: 'Good: the way through your router was found.',
      relay: 'A TURN server is ready to relay where there is no direct way.',
      turnSilent:
        'The TURN server does not answer: viewers behind strict firewalls may see nothing.',
      nothing:
        'The browser found no way out. A firewall or privacy setting may block WebRTC: video will not flow.',
      candidates: (candidates: number) => `${candidates} ways found (ICE candidates)`,
    },
    quality: 'What goes out',
    link: 'Viewer page',
    copy: 'Copy',
    copied: 'Copied',
    copyByKey: 'Press Ctrl+C',
    open: 'Open the viewer page',
  },

  problems: {
    CAMERA_DENIED: {
      title: 'The browser may not use the camera',
      remedy:
        'Allow camera and microphone for this page (the icon left of the address), then try again.',
    },
    CAMERA_DENIED_BY_SYSTEM: {
      title: 'The operating system keeps the camera from the browser',
      remedy: 'Allow the camera for this browser in the system’s privacy settings, then try again.',
    },
    CAMERA_DISMISSED: {
      title: 'The camera question was closed without an answer',
      remedy: 'Press “Try again” and choose “Allow”.',
    },
    CAMERA_NOT_FOUND: {
      title: 'No camera found',
      remedy: 'Connect a camera, or use the demo crowd: it needs none.',
    },
    CAMERA_IN_USE: {
      title: 'The camera is in use',
      remedy: 'Close other programs and tabs that use the camera, then try again.',
    },
    CAMERA_FAILED: {
      title: 'The camera could not be started',
      remedy: 'Unplug it and plug it in again, or choose another camera.',
    },
    SCREEN_DENIED: {
      title: 'The screen is not shared',
      remedy: 'Press “Share the screen” and choose a window or a screen.',
    },
    SCREEN_UNSUPPORTED: {
      title: 'This browser cannot share a screen',
      remedy: 'Use a browser on a computer, or present with the camera.',
    },
    INSECURE_ORIGIN: {
      title: 'Cameras work only on a secure address',
      remedy: 'Open this page by https:// or on http://localhost. The demo crowd works here too.',
    },
    NO_CODEC: {
      title: 'This browser cannot encode VP8 or H.264',
      remedy: 'Use a current Chrome, Edge, Firefox or Safari; or play a network camera instead.',
    },
    PRESENTER_TAKEN: {
      title: 'Somebody else is presenting',
      remedy: 'Watch their broadcast, or wait until they stop.',
    },
    UNAUTHENTICATED: {
      title: 'This needs an access token',
      remedy:
        'Ask the person who runs the server for one, or for a share link. Try again and enter it.',
    },
    FORBIDDEN: {
      title: 'The server does not allow this',
      remedy: 'Ask the person who runs the server for access.',
    },
    BROADCAST_NOT_FOUND: {
      title: 'There is no such broadcast',
      remedy: 'Check the link. The page goes on by itself when the broadcast begins.',
    },
    BROADCAST_NOT_LIVE: {
      title: 'No presenter yet',
      remedy: 'The picture comes by itself when somebody goes live.',
    },
    SERVER_UNREACHABLE: {
      title: 'The server does not answer',
      remedy: 'The page goes on trying. Check the network if this lasts.',
    },
    MEDIA_UNREACHABLE: {
      title: 'The video cannot reach this browser',
      remedy: 'A firewall may block UDP. The page goes on trying; a TURN server would help.',
    },
    MEDIA_SERVER_UNAVAILABLE: {
      title: 'The media server is away',
      remedy: 'It is restarted by itself. Try again in a few seconds.',
    },
    SESSION_NOT_FOUND: {
      title: 'The server no longer knows this session',
      remedy: 'The page opens a new one by itself.',
    },
    LIMIT_EXCEEDED: {
      title: 'The server is full',
      remedy: 'Try again later, or end something that is no longer needed.',
    },
    RATE_LIMITED: {
      title: 'Too much at once',
      remedy: 'Wait a moment, then try again.',
    },
  },
  problem: {
    refused: 'The server refused this',
    unknown: 'Something went wrong',
    noReason: 'No reason was given.',
    unknownRemedy: (message: string) => `${message} Try again; reload if it lasts.`,
  },
};

/** The shape of every translation. */
export type Text = typeof en;
