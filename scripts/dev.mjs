// `npm run dev`: compiles on every change, restarts the server, serves the page with Vite.
import { spawn } from 'node:child_process';

const commands = [
  ['npx', ['tsc', '-b', '-w', '--preserveWatchOutput']],
  ['node', ['--watch', 'apps/server/dist/main.js']],
  ['npm', ['run', '--silent', 'dev', '-w', '@crowdlens/web']],
];
const children = commands.map(([command, args]) => spawn(command, args, { stdio: 'inherit' }));
const stopAll = () => children.forEach((child) => child.kill());
children.forEach((child) => child.on('exit', stopAll));
process.on('SIGINT', stopAll);
process.on('SIGTERM', stopAll);
