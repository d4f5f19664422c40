declare module 'browserify' {
  import type { Readable, Transform } from 'node:stream';
  export default function browserify(
    entry: Readable,
    options: { basedir: string },
  ): {
    transform(make: (file: string) => Transform, options: { global: boolean }): void;
    bundle(done: (error: Error | null, script: Buffer) => void): void;
  };
}
