import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const testDir = fileURLToPath(new URL('..', import.meta.url));

/** What the compiler, as strict as for ourselves, has against these modules when they stand beside the tests. */
export function typeErrors(modules: readonly string[]): string[] {
  const texts = new Map(modules.map((text, i) => [join(testDir, `example${i + 1}.mts`), text]));
  const { options } = ts.getParsedCommandLineOfConfigFile(
    join(testDir, 'tsconfig.json'),
    { noEmit: true, composite: false },
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => {} },
  )!;
  const host = ts.createCompilerHost(options);
  const onDisk = host.getSourceFile.bind(host);
  host.getSourceFile = (file, language, ...rest) => {
    const text = texts.get(file);
    return text === undefined
      ? onDisk(file, language, ...rest)
      : ts.createSourceFile(file, text, language);
  };
  const program = ts.createProgram([...texts.keys()], options, host);
  return [...texts.keys()]
    .flatMap((file) => ts.getPreEmitDiagnostics(program, program.getSourceFile(file)))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}
