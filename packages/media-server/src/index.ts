export { MediaServer, type MediaServerOptions } from './server.js';
