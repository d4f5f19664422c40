import type { recordings as en } from '../en/recordings.js';

/** Words of the recordings, in Spanish. */
export const recordings: typeof en = {
  title: 'Grabaciones',
  none: 'Todavía no se ha grabado nada.',
  noneHelp:
    'Mientras una emisión está en directo, los operadores encuentran «Grabar» sobre su imagen.',
  start: 'Grabar',
  stop: 'Parar la grabación',
  watch: (name, time) => `Ver ${name}, ${time}`,
  player: 'Grabación',
  all: 'Todas las grabaciones',
  events: 'Qué pasó',
  noEvents: 'Mientras tanto no pasó nada.',
  jump: 'Saltar a',
  download: 'Descargar',
  delete: 'Borrar',
  deleteTitle: '¿Borrar esta grabación?',
  deleteDetail: 'Su archivo desaparece y no se puede recuperar. Sus eventos se quedan.',
  keptUntil: (date) => `Se guarda hasta el ${date}`,
  missing: { title: 'No existe esa grabación', remedy: 'Puede que la hayan borrado.' },
  growing: 'Todavía se está grabando: se podrá saltar en ella cuando termine.',
  older: 'Grabaciones anteriores',
  endings: {
    STOPPED: 'Parada',
    OFF_AIR: 'Terminó con la emisión',
    MAX_LENGTH: 'Duración máxima',
    MAX_SIZE: 'Tamaño máximo',
    DISK_FULL: 'El disco estaba lleno',
    MEDIA_SERVER_LOST: 'Se perdió el servidor de medios',
    SERVER_LOST: 'Se perdió el servidor',
    FAILED: 'No se pudo escribir',
  },
};
