import type { Text } from '../en.js';

/** Words of sharing and embedding, in Spanish. */
export const share: Text['share'] = {
  title: 'Compartir',
  link: 'Enlace a esta emisión',
  frame: 'Para otra página web: un marco',
  element: 'Para otra página web: un elemento',
  overlay: 'Sobre la imagen',
  controls: 'Botones',
  valid: 'El enlace deja entrar a todos durante',
  days: (days) => (days === 1 ? 'un día' : days === 365 ? 'un año' : `${days} días`),
  make: 'Crear un enlace compartido',
  made: (until) => `Quien lo tenga puede mirar hasta el ${until}.`,
  name: 'Para quién (solo usted lo ve)',
  links: 'Enlaces que dejan entrar a otros',
  noName: 'Sin nombre',
  ofLink: (what, until) => `${what}, hasta el ${until}`,
  roles: { VIEWER: 'para mirar', PRESENTER: 'para emitir', OPERATOR: 'para hacerlo todo' },
  allBroadcasts: 'en todas las emisiones',
  revoke: 'Retirar',
  revokeLink: (name) => `Retirar ${name}`,
  revoked: (name) => `${name}: retirado. Quien entró con él está fuera.`,
  needsToken: 'Sin un enlace compartido, los demás necesitan un token propio.',
  embedHelp:
    'Muestra la imagen en cualquier página web. El ajuste EMBED_ORIGINS del servidor dice qué páginas pueden hacerlo.',
  openPage: 'Abrir en Crowdlens',
  refused: 'Esta emisión requiere un enlace compartido',
  refusedHelp: 'El de esta página falta o ha caducado. Quien dirige la emisión puede crear uno.',
};
