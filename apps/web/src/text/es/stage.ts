import type { Text } from '../en.js';

/** Words of the picture and what lies over it, in Spanish. */
export const stage: Text['stage'] = {
  processed: 'Imagen procesada',
  lastPicture: 'La última imagen',
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
};
