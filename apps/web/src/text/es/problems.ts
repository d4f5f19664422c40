import type { Text } from '../en.js';

/** Words of what can go wrong, by the code of the error, in Spanish. */
export const problems: Text['problems'] = {
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
  REVISION_CONFLICT: {
    title: 'Otra persona ha cambiado las zonas',
    remedy: 'Mírelas de nuevo y guarde otra vez.',
  },
  LIMIT_EXCEEDED: {
    title: 'El servidor está lleno',
    remedy: 'Inténtelo más tarde o termine algo que ya no haga falta.',
  },
  RATE_LIMITED: {
    title: 'Demasiado a la vez',
    remedy: 'Espere un momento e inténtelo de nuevo.',
  },
};
