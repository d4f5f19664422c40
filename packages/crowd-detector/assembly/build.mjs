// Compiles the kernels to src/kernels/compiled.ts; with --check only says whether it is up to date.
// usage: node packages/crowd-detector/assembly/build.mjs [--check]
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { main as compile } from 'assemblyscript/asc';
import { format, resolveConfig } from 'prettier';

const SOURCE_FOLDER = fileURLToPath(new URL('.', import.meta.url));
const TARGET = fileURLToPath(new URL('../src/kernels/compiled.ts', import.meta.url));
const OPTIONS = [
  'index.ts',
  ...`--baseDir ${SOURCE_FOLDER} --outFile kernels.wasm --bindings raw`.split(' '),
  ...'-O3 --enable simd --runtime stub --noAssert --importMemory'.split(' '),
];

/** The compiler's files by name. */
async function compileKernels() {
  const files = new Map();
  const { error } = await compile(OPTIONS, {
    stderr: process.stderr,
    writeFile: (name, contents) => void files.set(name, contents),
  });
  if (error) throw error;
  return files;
}

/** One line of TypeScript for each exported function. */
function signatures(declarations) {
  const functions = declarations.matchAll(/export function (\w+)(\([^)]*\)): (\w+);/g);
  return [...functions]
    .map(([, name, parameters, type]) => `${name}: ${parameters} => ${type};`)
    .sort();
}

async function generate() {
  const files = await compileKernels();
  const source = `// Made by \`npm run build:kernels\` from the folder assembly. Do not edit.

/** The functions of the module; a parameter that names a plane is its address. */
export interface Kernels {
  readonly ${signatures(files.get('kernels.d.ts')).join('\n  readonly ')}
  readonly heapBase: { readonly value: number };
}

/** The WebAssembly module, base64. */
export const MODULE =
  '${Buffer.from(files.get('kernels.wasm')).toString('base64')}';
`;
  return format(source, { ...(await resolveConfig(TARGET)), parser: 'typescript' });
}

const generated = await generate();
if (!process.argv.includes('--check')) await writeFile(TARGET, generated);
else if ((await readFile(TARGET, 'utf8')) !== generated)
  throw new Error(
    'src/kernels/compiled.ts is not what its sources compile to: npm run build:kernels',
  );
