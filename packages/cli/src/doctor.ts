import { parseArgs } from 'node:util';
import { examine } from '@crowdlens/server';
import type { Finding, MediaTrials } from '@crowdlens/server';
import { FindingLines } from './FindingLines.js';

export const DOCTOR_USAGE = `crowdlens doctor [--json]

  Looks at everything that the server needs, with the settings in the environment, and says what to change:
  ports, TLS, folders, database, Redis, codecs, media servers, STUN and TURN. It changes nothing.
  The exit status is 1 when something cannot work.

  --json               one JSON object: { "ok": …, "findings": [{ "check", "verdict", "found", "advice" }] }`;

/** Sets the exit status of the process. */
export async function doctor(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { json: { type: 'boolean', default: false } } });
  const findings: Finding[] = [];
  const lines = new FindingLines(process.stdout);
  for await (const finding of examine(process.env, { media })) {
    findings.push(finding);
    if (!values.json) lines.show(finding);
  }
  const isOk = findings.every(({ verdict }) => verdict !== 'failed');
  if (values.json) console.log(JSON.stringify({ ok: isOk, findings }, undefined, 2));
  else lines.summary(findings);
  process.exitCode = isOk ? 0 : 1;
}

/** Loaded when it is tried: that its native libraries are missing shall be a finding. */
async function media(): Promise<MediaTrials> {
  const { gatherCandidates, spawnMediaServer, tryCodecs } = await import('@crowdlens/media-server');
  return {
    gatherCandidates,
    tryCodecs,
    startMediaServer: () => spawnMediaServer({ logLevel: 'silent' }),
  };
}
