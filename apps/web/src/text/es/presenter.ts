import type { presenter as en } from '../en/presenter.js';

/** Words of the studio, in Spanish. */
export const presenter: typeof en = {
  title: 'Emitir',
  ready: 'Todo listo para emitir',
  noCamera: '¿Sin cámara? Use la multitud de ejemplo',
  starting: 'Empezando la emisión…',
  presenting: 'Está en directo',
  returning: 'Volviendo…',
  brokeOff: 'La conexión se cortó, volviendo…',
  openingCamera: 'Abriendo la cámara…',
  openingHelp: 'Si el navegador pregunta, permita la cámara y el micrófono.',
  taken: 'Otra persona está emitiendo',
  takenHelp:
    'Solo emite una persona a la vez. Véala en la página del espectador o pare su emisión.',
  away: 'Quien emite está ausente',
  awayHelp: 'Si no vuelve pronto, su emisión termina y usted puede emitir.',
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
  lost: (percent) => `${percent} % perdido`,
  link: 'Página del espectador',
  open: 'Abrir la página del espectador',
};
