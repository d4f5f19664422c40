import type { Text } from './en.js';
import { events } from './es/events.js';
import { share } from './es/share.js';
import { problems } from './es/problems.js';
import { stage } from './es/stage.js';

/** Every word of the page in Spanish. */
export const es: Text = {
  cancel: 'Cancelar',
  save: 'Guardar',
  saving: 'Guardando…',
  close: 'Cerrar',
  tryAgain: 'Intentar de nuevo',
  copy: { copy: 'Copiar', done: 'Copiado', byKey: 'Pulse Ctrl+C' },

  graphql: {
    button: (panel) => `Como GraphQL: ${panel}`,
    title: 'Lo mismo con GraphQL',
    help: 'Para el explorador de la API, curl o cualquier cliente GraphQL. Las variables son las de este panel ahora.',
    operation: 'Operación',
    variables: 'Variables (JSON)',
    explorer: 'Abrir el explorador de la API',
  },

  nav: {
    pages: 'Páginas',
    watch: 'Ver',
    present: 'Emitir',
    events: 'Historial',
    recordings: 'Grabaciones',
    home: 'Página de inicio',
    language: 'Idioma',
    notFound: {
      title: 'Esta página no existe',
      remedy: 'Revise la dirección o vuelva a empezar desde el inicio.',
    },
  },

  home: {
    title: 'La multitud, en directo.',
    lead: 'Entra una cámara, salen muchos espectadores. Por el camino Crowdlens mide cuánto se llena cada zona, cuánto se mueve la multitud y hacia dónde va.',
    live: 'En directo ahora',
    goLive: 'Emitir en directo',
    goLiveHelp: 'Publique la cámara de este equipo.',
    watch: 'Ver',
    watchHelp: 'Espere aquí la próxima emisión.',
    demo: 'Probar la multitud de ejemplo',
    demoHelp: 'Sin cámara: una plaza dibujada llena de gente.',
    starting: 'Empezando…',
    picture:
      'Una plaza vista desde arriba. En dos zonas marcadas, quien está de pie se ve en rojo y quien camina, en azul.',
    plaza: 'Plaza · 31 % bajo',
    shops: 'Tiendas · 44 % medio',
    standing: 'de pie',
    moving: 'en movimiento',
  },

  connection: {
    lost: 'Conexión perdida',
    retryIn: (seconds) => `nuevo intento en ${seconds} s`,
    retrying: 'intentando de nuevo…',
    recovered: (events) =>
      `Conectado de nuevo, ${events === 1 ? '1 evento recuperado' : `${events} eventos recuperados`}`,
  },

  token: {
    title: 'Clave de acceso',
    rejected: 'Esa clave no es correcta o ha caducado.',
    help: 'El servidor mostró la del operador al arrancar; los operadores reparten las demás. Solo se guarda en esta pestaña.',
    label: 'Clave',
    continue: 'Continuar',
  },

  quantities: {
    occupancy: {
      title: 'Ocupación',
      help: 'La parte de la zona que cubre la gente. Hay un evento cuando permanece en otra franja.',
    },
    fluidity: {
      title: 'Fluidez',
      help: 'La parte de esa gente que se mueve: 0 % todos quietos, 100 % todos caminan.',
    },
    direction: { title: 'Dirección' },
  },
  levels: { NONE: 'nada', MIN: 'bajo', MED: 'medio', MAX: 'alto' },
  compass: {
    N: 'norte',
    NE: 'noreste',
    E: 'este',
    SE: 'sureste',
    S: 'sur',
    SW: 'suroeste',
    W: 'oeste',
    NW: 'noroeste',
  },
  compassLetters: ['N', 'E', 'S', 'O'],

  events,

  crowd: {
    nobody: 'no hay nadie',
    noDirection: 'sin dirección',
    notMeasured: 'sin medir',
    measureDirection: 'Dirección',
    rose: (words) => `Dirección: ${words}`,
    roseHelp:
      'Pétalos: hacia dónde fue la multitud en los últimos minutos. Flecha: hacia dónde va ahora.',
    sparkline: (name) => `Ocupación y fluidez de ${name} en los últimos tres minutos`,
  },

  overlay: {
    title: 'Superposición',
    options: { regions: 'Zonas', labels: 'Nombres', values: 'Valores', heat: 'Calor' },
    heatHelp:
      'Las zonas más llenas brillan más; los colores se distinguen con cualquier tipo de visión.',
  },

  regions: { title: 'Zonas', edit: 'Editar zonas' },

  status: {
    recorded: 'Grabando',
    states: {
      IDLE: 'Sin emisión',
      STARTING: 'Empezando',
      LIVE: 'En directo',
      INTERRUPTED: 'Interrumpida',
    },
    onAirFor: 'En el aire desde hace',
    viewers: (viewers) => (viewers === 1 ? 'espectador' : 'espectadores'),
    viewersTitle: 'Espectadores',
  },

  quality: {
    words: { good: 'Buena', fair: 'Regular', poor: 'Mala' },
    latency: (ms) => `${ms} ms`,
    latencyTitle: 'Retardo estimado del servidor a esta pantalla',
  },

  stage,
  share,

  stats: {
    title: 'Datos técnicos',
    path: 'Camino',
    bitrate: 'Tasa de bits',
    loss: 'Paquetes perdidos',
    jitterBuffer: 'Búfer de fluctuación',
    roundTrip: 'Ida y vuelta',
    frames: 'Imágenes',
    size: 'Tamaño',
    codec: 'Códec',
    decoder: 'Descodificador',
    decoding: (ms) => `${ms} ms por imagen`,
    candidatePair: 'Par de candidatos',
    limited: 'Limitado por',
    droppedFrames: 'Imágenes descartadas',
    missedEvents: 'Eventos perdidos',
    perSecond: (frames) => `${frames} por segundo`,
    paths: {
      host: 'directo',
      srflx: 'directo a través de NAT',
      prflx: 'directo a través de NAT',
      relay: 'retransmitido por TURN',
    },
  },

  viewer: {
    watch: 'Ver',
    connecting: 'Conectando…',
    again: 'Conectando de nuevo…',
    againIn: (seconds) => `Nuevo intento en ${seconds} s`,
    away: 'Quien emite se ha ausentado, esperando…',
    stopped: 'La imagen se ha detenido',
    stoppedHelp: 'No llega nada por la red; sigue sola en cuanto vuelva.',
    noBroadcast: 'Esta emisión no existe',
    noBroadcastHelp: 'Revise el enlace. La imagen llega sola cuando empiece la emisión.',
    nobody: 'Aún no emite nadie',
    nobodyHelp: 'La imagen llega sola cuando alguien empiece a emitir.',
    presentHere: 'Emitir aquí',
  },

  problems,
  problem: {
    refused: 'El servidor lo rechazó',
    unknown: 'Algo salió mal',
    noReason: 'No se dio ningún motivo.',
    unknownRemedy: (message) => `${message} Inténtelo de nuevo; recargue si persiste.`,
  },
};
