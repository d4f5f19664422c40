import type { Text } from './en.js';

/** Every word of the page in Spanish. */
export const es: Text = {
  cancel: 'Cancelar',
  save: 'Guardar',
  saving: 'Guardando…',
  close: 'Cerrar',
  tryAgain: 'Intentar de nuevo',

  nav: {
    pages: 'Páginas',
    watch: 'Ver',
    present: 'Emitir',
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

  events: {
    title: 'Eventos',
    log: 'Eventos de la multitud',
    rose: (level) => `sube a ${level}`,
    fell: (level) => `baja a ${level}`,
    towards: (compass) => `hacia el ${compass}`,
    skipped: (events) =>
      `${events === 1 ? 'Se perdió 1 evento' : `Se perdieron ${events} eventos`}: demasiados a la vez o demasiado antiguos.`,
    none: 'Aún nada. Hay un evento cuando cambia el nivel o la dirección de una zona.',
  },

  crowd: {
    nobody: 'no hay nadie',
    noDirection: 'sin dirección',
    notMeasured: 'sin medir',
    measureDirection: 'Dirección',
    rose: (words) => `Dirección: ${words}`,
    roseHelp:
      'Pétalos: hacia dónde fue la multitud en los últimos minutos. Flecha: hacia dónde va ahora.',
    sparkline: (name) => `Ocupación y fluidez de ${name} en los últimos tres minutos`,
    chart: {
      title: 'Últimos minutos',
      label: 'Gráfico temporal de todas las zonas',
      quantity: 'Magnitud',
      span: 'Periodo',
      minutes: (minutes) => `${minutes} minutos`,
      help: 'Arrastre para ampliar, doble clic para volver.',
    },
  },

  overlay: {
    title: 'Superposición',
    options: { regions: 'Zonas', labels: 'Nombres', values: 'Valores', heat: 'Calor' },
    heatHelp:
      'Las zonas más llenas brillan más; los colores se distinguen con cualquier tipo de visión.',
  },

  regions: {
    title: 'Zonas',
    edit: 'Editar zonas',
    add: 'Añadir zona',
    stopDrawing: 'Dejar de dibujar',
    undo: 'Deshacer',
    redo: 'Rehacer',
    revision: (revision) => `Revisión ${revision}`,
    copyOf: (name) => `${name} (copia)`,
    duplicate: (name) => `Duplicar la zona ${name}`,
    delete: (name) => `Borrar la zona ${name}`,
    points: (points) => `${points} puntos`,
    none: 'Sin zonas no se mide nada. Pulse «Añadir zona» y haga clic alrededor de un lugar de la imagen.',
    hint: 'Arrastre puntos, bordes o zonas enteras. Un punto pequeño añade otro; Supr, o una pulsación larga, lo borra.',
    hintDrawing: 'Haga clic en la imagen; cierre en el primer punto o con Intro.',
    refused: {
      crossing: 'El borde no puede cruzarse a sí mismo.',
      tooFewPoints: 'Una zona necesita al menos tres puntos.',
      tooManyPoints: (max) => `Una zona tiene ${max} puntos como máximo.`,
      tooManyRegions: (max) => `Una emisión tiene ${max} zonas como máximo.`,
    },
    obstacle: {
      drawing: 'Cierre antes la zona que dibuja: clic en su primer punto o Intro.',
      levelRange: (quantity) => `los niveles de ${quantity} son enteros de 0 a 100.`,
      levelOrder: (quantity) => `los niveles de ${quantity} deben subir: bajo, medio, alto.`,
      frames: (max) => `los fotogramas son enteros de 0 a ${max}.`,
      angle: (max) => `el giro de la brújula es un entero de -${max} a ${max}.`,
    },
    editor: {
      picture: 'Zonas sobre la imagen',
      drawing: 'Dibujando una zona: las flechas mueven, espacio pone un punto, Intro la cierra',
      region: (name) => `Zona ${name}`,
      point: (number, name) => `Punto ${number} de la zona ${name}`,
      addAfter: (number) => `Añadir un punto tras el punto ${number}`,
      areaOf: (area) => `${area} de la imagen`,
      full: (occupancy) => `ahora ${occupancy} llena`,
    },
    form: {
      name: 'Nombre',
      color: 'Color de la zona',
      colors: ['Ámbar', 'Turquesa', 'Violeta', 'Naranja', 'Celeste', 'Lima', 'Rosa'],
      levels: ['Bajo desde', 'Medio desde', 'Alto desde'],
      levelSlider: (quantity, level) => `${quantity}: ${level}`,
      now: (value) => `Ahora: ${value}`,
      direction: 'Medir la dirección',
      directionHelp: 'Hay un evento cuando la multitud gira hacia otra de ocho direcciones.',
      advanced: 'Avanzado',
      coordinates: 'Coordenadas',
      inSeconds: (seconds, fps) => `Ahora ${seconds} s a ${fps} imágenes por segundo.`,
      parameters: {
        occupancyNumFramesToEvent: {
          title: 'Paciencia de la ocupación, fotogramas',
          help: 'Cuánto debe durar un nivel nuevo para ser un evento. Más: eventos más escasos y seguros.',
        },
        fluidityNumFramesToEvent: {
          title: 'Paciencia de la fluidez, fotogramas',
          help: 'Lo mismo para el movimiento.',
        },
        opticalFlowNumFramesToEvent: {
          title: 'Paciencia de la dirección, fotogramas',
          help: 'Cuánto debe mantener la multitud una dirección nueva.',
        },
        opticalFlowNumFramesToReset: {
          title: 'Memoria de la dirección, fotogramas',
          help: 'Cuánto se recuerda una dirección cuando cesa el movimiento.',
        },
        opticalFlowAngleOffset: {
          title: 'Giro de la brújula, grados',
          help: 'Gira el norte en sentido antihorario, si la cámara no está alineada con el lugar.',
        },
      },
    },
    table: {
      point: 'Punto',
      x: 'Derecha, %',
      y: 'Abajo, %',
      coordinate: (number, axis) => `Punto ${number}: ${axis}`,
      delete: (number) => `Borrar el punto ${number}`,
    },
    conflict: {
      title: (revision) => `Otra persona guardó la revisión ${revision}.`,
      remedy: 'Elija qué versión de cada zona conservar.',
      region: 'Zona',
      mine: 'La mía',
      theirs: 'La suya',
      changes: {
        same: 'sin cambios',
        changed: 'cambiada',
        added: 'añadida',
        removed: 'borrada',
      },
      takeTheirs: 'Tomar todas las suyas',
      merge: 'Seguir con esta elección',
    },
  },

  status: {
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

  stage: {
    processed: 'Imagen procesada',
    preview: 'Vista previa de la cámara',
    play: 'Reproducir',
    mute: 'Silenciar',
    unmute: 'Activar sonido',
    fullscreen: 'Pantalla completa',
    pictureInPicture: 'Imagen sobre imagen',
    stats: 'Datos técnicos',
    shortcuts: 'Atajos de teclado',
    waiting: 'Esperando la primera imagen…',
    keys: {
      m: 'Sonido sí o no',
      f: 'Pantalla completa',
      p: 'Imagen sobre imagen',
      s: 'Datos técnicos',
      r: 'Zonas sí o no',
      '?': 'Esta lista',
    },
  },

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
    noBroadcast: 'Esta emisión no existe',
    noBroadcastHelp: 'Revise el enlace. La imagen llega sola cuando empiece la emisión.',
    nobody: 'Aún no emite nadie',
    nobodyHelp: 'La imagen llega sola cuando alguien empiece a emitir.',
    presentHere: 'Emitir aquí',
  },

  presenter: {
    title: 'Emitir',
    ready: 'Todo listo para emitir',
    noCamera: '¿Sin cámara? Use la multitud de ejemplo',
    starting: 'Empezando la emisión…',
    presenting: 'Está en directo',
    returning: 'Volviendo…',
    brokeOff: 'La conexión se cortó, volviendo…',
    openingCamera: 'Abriendo la cámara…',
    taken: 'Otra persona está emitiendo',
    takenHelp:
      'Solo emite una persona a la vez. Véala en la página del espectador o pare su emisión.',
    playing: 'En el aire sin cámara',
    goLive: 'Emitir en directo',
    demo: 'Usar la multitud de ejemplo',
    stop: 'Parar',
    stopQuestion: '¿Parar la emisión?',
    stopViewers: (viewers) =>
      viewers === 0
        ? 'No la ve nadie.'
        : `${viewers === 1 ? '1 espectador pierde' : `${viewers} espectadores pierden`} la imagen.`,
    stopYes: 'Parar la emisión',
    keepOn: 'Seguir en el aire',
    overlay: {
      label: 'Dibujado sobre la imagen',
      modes: {
        FULL: 'Gente y zonas',
        REGIONS_ONLY: 'Solo las zonas',
        NONE: 'No dibujar nada',
        PRIVACY: 'Privacidad: siluetas, lo demás borroso',
      },
    },
    camera: 'Cámara',
    cameraNumber: (number) => `Cámara ${number}`,
    noCameraOption: 'Sin cámara',
    shareScreen: 'Compartir la pantalla',
    stopSharing: 'Volver a la cámara',
    microphone: 'Micrófono',
    microphoneNumber: (number) => `Micrófono ${number}`,
    noSound: 'Sin sonido',
    level: 'Nivel del micrófono',
    picture: 'Imagen',
    pictures: {
      low: '320 × 240, 15 imágenes por segundo (red débil)',
      standard: '640 × 480, 25 imágenes por segundo',
      high: '1280 × 720, 25 imágenes por segundo',
    },
    play: {
      title: 'Reproducir un archivo o una cámara de red',
      address: 'Dirección o archivo',
      placeholder: 'rtsp://camara.local/stream o plaza.mp4',
      help: 'rtsp, http o https, o un archivo de la carpeta de medios del servidor. Se recuerdan los cinco últimos.',
      button: 'Reproducir',
    },
    network: {
      title: 'Red',
      checking: 'Comprobando la red…',
      again: 'Comprobar otra vez',
      direct: 'Bien: al servidor se llega directamente por esta red.',
      nat: 'Bien: se encontró el camino a través del enrutador.',
      relay: 'Un servidor TURN está listo para retransmitir donde no haya camino directo.',
      turnSilent: 'El servidor TURN no responde: tras cortafuegos estrictos puede no verse nada.',
      nothing:
        'El navegador no encontró salida. Un cortafuegos o un ajuste de privacidad puede bloquear WebRTC: no habrá vídeo.',
      candidates: (candidates) => `${candidates} caminos encontrados (candidatos ICE)`,
    },
    quality: 'Lo que sale',
    link: 'Página del espectador',
    copy: 'Copiar',
    copied: 'Copiado',
    copyByKey: 'Pulse Ctrl+C',
    open: 'Abrir la página del espectador',
  },

  problems: {
    CAMERA_DENIED: {
      title: 'El navegador no puede usar la cámara',
      remedy:
        'Permita cámara y micrófono para esta página (el icono a la izquierda de la dirección) e inténtelo de nuevo.',
    },
    CAMERA_DENIED_BY_SYSTEM: {
      title: 'El sistema operativo niega la cámara al navegador',
      remedy: 'Permítala en los ajustes de privacidad del sistema e inténtelo de nuevo.',
    },
    CAMERA_DISMISSED: {
      title: 'La pregunta por la cámara se cerró sin respuesta',
      remedy: 'Pulse «Intentar de nuevo» y elija «Permitir».',
    },
    CAMERA_NOT_FOUND: {
      title: 'No se encontró ninguna cámara',
      remedy: 'Conecte una cámara o use la multitud de ejemplo: no necesita ninguna.',
    },
    CAMERA_IN_USE: {
      title: 'La cámara está en uso',
      remedy: 'Cierre otros programas y pestañas que la usen e inténtelo de nuevo.',
    },
    CAMERA_FAILED: {
      title: 'No se pudo abrir la cámara',
      remedy: 'Desconéctela y vuelva a conectarla, o elija otra.',
    },
    SCREEN_DENIED: {
      title: 'La pantalla no se comparte',
      remedy: 'Pulse «Compartir la pantalla» y elija una ventana o una pantalla.',
    },
    SCREEN_UNSUPPORTED: {
      title: 'Este navegador no puede compartir la pantalla',
      remedy: 'Use un navegador de ordenador, o emita con la cámara.',
    },
    INSECURE_ORIGIN: {
      title: 'Las cámaras solo funcionan en una dirección segura',
      remedy:
        'Abra esta página por https:// o en http://localhost. La multitud de ejemplo también funciona aquí.',
    },
    NO_CODEC: {
      title: 'Este navegador no codifica VP8 ni H.264',
      remedy:
        'Use un Chrome, Edge, Firefox o Safari actual; o reproduzca una cámara de red en su lugar.',
    },
    PRESENTER_TAKEN: {
      title: 'Otra persona está emitiendo',
      remedy: 'Vea su emisión o espere a que termine.',
    },
    UNAUTHENTICATED: {
      title: 'Hace falta una clave de acceso',
      remedy:
        'Pídala, o un enlace compartido, a quien lleva el servidor. Inténtelo de nuevo con ella.',
    },
    FORBIDDEN: {
      title: 'El servidor no lo permite',
      remedy: 'Pida acceso a quien lleva el servidor.',
    },
    BROADCAST_NOT_FOUND: {
      title: 'Esta emisión no existe',
      remedy: 'Revise el enlace. La página sigue sola cuando empiece la emisión.',
    },
    BROADCAST_NOT_LIVE: {
      title: 'Aún no emite nadie',
      remedy: 'La imagen llega sola cuando alguien empiece a emitir.',
    },
    SERVER_UNREACHABLE: {
      title: 'El servidor no responde',
      remedy: 'La página sigue intentándolo. Revise la red si dura mucho.',
    },
    MEDIA_UNREACHABLE: {
      title: 'El vídeo no llega a este navegador',
      remedy:
        'Un cortafuegos puede bloquear UDP. La página sigue intentándolo; un servidor TURN ayudaría.',
    },
    MEDIA_SERVER_UNAVAILABLE: {
      title: 'El servidor de medios no está',
      remedy: 'Se reinicia solo. Inténtelo de nuevo en unos segundos.',
    },
    SESSION_NOT_FOUND: {
      title: 'El servidor ya no conoce esta sesión',
      remedy: 'La página abre otra por sí misma.',
    },
    LIMIT_EXCEEDED: {
      title: 'El servidor está lleno',
      remedy: 'Inténtelo más tarde o termine algo que ya no haga falta.',
    },
    RATE_LIMITED: {
      title: 'Demasiado a la vez',
      remedy: 'Espere un momento e inténtelo de nuevo.',
    },
  },
  problem: {
    refused: 'El servidor lo rechazó',
    unknown: 'Algo salió mal',
    noReason: 'No se dio ningún motivo.',
    unknownRemedy: (message) => `${message} Inténtelo de nuevo; recargue si persiste.`,
  },
};
