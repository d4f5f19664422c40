import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { TypeMeta } from '@kubernetes-models/base';
import type { Container } from 'kubernetes-models/v1/Container';
import type { PodSpec } from 'kubernetes-models/v1/PodSpec';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';

const FOLDER = 'deploy/kubernetes';
const MEDIA_SERVER = 'packages/media-server/dist/main.js';

interface Manifest extends TypeMeta {
  readonly metadata: { readonly name: string };
}

interface Workload extends Manifest {
  readonly spec: {
    readonly template: { readonly metadata: { readonly labels: object }; readonly spec: PodSpec };
  };
}

interface Service extends Manifest {
  readonly spec: { readonly selector: object; readonly ports: { readonly targetPort: string }[] };
}

const manifests = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.yaml'))
  .flatMap((name) => parseAllDocuments(readFileSync(join(FOLDER, name), 'utf8')))
  .map((document) => document.toJS() as Manifest);
const ofKind = (...kinds: string[]) => manifests.filter(({ kind }) => kinds.includes(kind));
const workloads = ofKind('Deployment', 'StatefulSet') as Workload[];
const containers = workloads.flatMap(({ spec }) => spec.template.spec.containers as Container[]);

/** The module that has the published schema, as types and as a class that validates. */
const modelOf = ({ apiVersion, kind }: TypeMeta) => `kubernetes-models/${apiVersion}/${kind}`;

test.each(manifests)('$kind $metadata.name follows the published schema', async (manifest) => {
  const models = (await import(modelOf(manifest))) as Record<
    string,
    new (data: object) => { validate(): void }
  >;
  const Model = models[manifest.kind]!;
  expect(() => new Model(manifest).validate()).not.toThrow();
  expect(() => new Model({ ...manifest, metadata: 'broken' }).validate()).toThrow(/metadata/);
});

/** What TypeScript says of literals: unlike the schema it refuses names that it does not know. */
function unknownNames(literals: readonly TypeMeta[]): string[] {
  const file = resolve('scripts/manifests.ts');
  const declared = literals.map(
    (literal, n) =>
      `import type { I${literal.kind} as I${n} } from '${modelOf(literal)}';
       export const literal${n}: I${n} = ${JSON.stringify(literal)};`,
  );
  const options = {
    module: ts.ModuleKind.NodeNext,
    lib: ['lib.es2023.d.ts'],
    types: [],
    strict: true,
    skipLibCheck: true,
  };
  const host = ts.createCompilerHost(options);
  const readSource = host.getSourceFile.bind(host);
  host.getSourceFile = (name, ...rest) =>
    name === file
      ? ts.createSourceFile(file, declared.join('\n'), ts.ScriptTarget.ESNext)
      : readSource(name, ...rest);
  return ts
    .getPreEmitDiagnostics(ts.createProgram([file], options, host))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

test('no manifest has a name that Kubernetes does not know', { timeout: 60_000 }, () => {
  const typo = { ...manifests[0]!, spek: {} };
  // All at once: it is the types that take time.
  expect(unknownNames([...manifests, typo])).toEqual([expect.stringContaining('"spek"')]);
});

test('services and probes lead to ports that there are, and claims are made', () => {
  for (const { spec } of ofKind('Service') as Service[]) {
    const behind = workloads.find(({ spec: { template } }) =>
      expect.objectContaining(spec.selector).asymmetricMatch(template.metadata.labels),
    );
    const ports = behind?.spec.template.spec.containers[0]!.ports?.map(({ name }) => name);
    for (const { targetPort } of spec.ports) expect(ports).toContain(targetPort);
  }
  for (const { ports, startupProbe, livenessProbe, readinessProbe } of containers) {
    for (const probe of [startupProbe, livenessProbe, readinessProbe]) {
      const port = (probe?.httpGet ?? probe?.tcpSocket)?.port;
      expect(ports?.map(({ name }) => name)).toContain(port);
    }
  }
  const claims = workloads.flatMap(({ spec }) =>
    (spec.template.spec.volumes ?? []).flatMap(
      ({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName ?? [],
    ),
  );
  const made = ofKind('PersistentVolumeClaim').map(({ metadata }) => metadata.name);
  expect(made).toEqual(expect.arrayContaining(claims));
});

test('no container may do what it does not need', () => {
  for (const { spec } of workloads) {
    expect(spec.template.spec.securityContext).toMatchObject({ runAsNonRoot: true });
  }
  for (const { securityContext, resources } of containers) {
    expect(securityContext).toMatchObject({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    expect(resources).toMatchObject({ requests: {}, limits: { memory: expect.any(String) } });
  }
});

test('the media server knows the options that it is given', () => {
  const help = execFileSync(process.execPath, [MEDIA_SERVER, '--help'], { encoding: 'utf8' });
  const options = containers.flatMap(({ args }) => args ?? []).map((arg) => arg.split('=')[0]);
  expect(options.length).toBeGreaterThan(0);
  for (const option of options) expect(help).toContain(`${option} `);
});
