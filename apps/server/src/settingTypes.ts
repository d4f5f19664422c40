// What the value of a setting may be: texts of environment variables -> checked values.
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { z } from 'zod';
import { roleNamed } from './access/Caller.js';

const reject = (context: z.RefinementCtx, message: string): never => {
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
};

/** From `min` to `max`. */
export const wholeNumber = (min: number, max: number) =>
  z.string().transform((text, context) => {
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (value >= min && value <= max) return value;
    return reject(context, `must be a whole number from ${min} to ${max}, not "${text}"`);
  });

/** `40000` or `40000-40003`. */
export const portRange = z.string().transform((text, context) => {
  const [, first, last = first] = /^(\d+)(?:-(\d+))?$/.exec(text) ?? [];
  const range = { first: Number(first), last: Number(last) };
  if (range.first >= 1 && range.first <= range.last && range.last <= 65_535) return range;
  return reject(context, `must be a port or a range such as 40000-40003, not "${text}"`);
});

/** Absolute, from where the server was started. @param directory - the default */
export const path = (directory: string) =>
  z
    .string()
    .default(directory)
    .transform((text) => resolve(text));

/** Separated by commas. */
export const list = z.string().transform((text) =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean),
);

/** Of a Kurento's WebSocket. */
export const kurentoUrl = z
  .string()
  .refine((url) => /^wss?:$/.test(URL.parse(url)?.protocol ?? ''), {
    error: ({ input }) => `must be ws:// or wss:// addresses, not "${String(input)}"`,
  });

/** Scheme, host and port. */
export const origin = z.string().refine((text) => URL.parse(text)?.origin === text, {
  error: ({ input }) =>
    `must be origins such as https://example.org (no path, no final slash), not "${String(input)}"`,
});

/** `*`, `none`, or a list of origins. */
export const embedOrigins = z.string().transform((text, context) => {
  if (text === 'none') return [];
  if (text === '*') return ['*'];
  const { data, error } = list.pipe(z.array(origin)).safeParse(text);
  return data ?? reject(context, `${error.issues[0]?.message}, or is * or none`);
});

/** Of PostgreSQL. */
export const databaseUrl = z
  .string()
  .refine((url) => /^postgres(ql)?:$/.test(URL.parse(url)?.protocol ?? ''), {
    // Without the value: there is a password in it.
    error: 'must be a postgres:// address; without it the history is a file in DATA_DIR',
  });

/** Of Redis. */
export const redisUrl = z
  .string()
  .refine((url) => /^rediss?:$/.test(URL.parse(url)?.protocol ?? ''), {
    // Without the value: there may be a password in it.
    error: 'must be a redis:// or rediss:// address',
  });

const iceServer = z.object({
  urls: z.union([z.string().transform((url) => [url]), z.array(z.string()).min(1)]),
  username: z.string().optional(),
  credential: z.string().optional(),
});

/** JSON, as in a browser's RTCConfiguration. */
export const iceServers = z.string().transform((text, context) => {
  try {
    return z.array(iceServer).parse(JSON.parse(text));
  } catch {
    return reject(
      context,
      'must be a JSON array such as [{"urls": ["stun:stun.example.org:3478"]}]',
    );
  }
});

/** As people write it; see {@link isYes}. */
export const yesOrNo = z.enum(['1', 'true', 'yes', '0', 'false', 'no'], {
  error: ({ input }) => `must be 1 or 0, not "${String(input)}"`,
});

/** Whether a {@link yesOrNo} says yes. */
export const isYes = (text: string) => ['1', 'true', 'yes'].includes(text);

/** Of at least so many characters. */
export const secret = (minLength: number) =>
  z
    .string()
    .min(minLength, `must have at least ${minLength} characters`)
    .max(200, 'must have at most 200 characters')
    .optional();

/** Over HTTP. */
export const webAddress = z
  .string()
  .refine((url) => /^https?:$/.test(URL.parse(url)?.protocol ?? ''), {
    error: ({ input }) => `must be an http:// or https:// address, not "${String(input)}"`,
  });

/** Of a broker. */
export const mqttUrl = z
  .string()
  .refine((url) => /^(mqtts?|wss?):$/.test(URL.parse(url)?.protocol ?? ''), {
    // Without the value: there may be a password in it.
    error: 'must be an mqtt://, mqtts://, ws:// or wss:// address',
  });

/** The beginning of MQTT topics. */
export const topicPrefix = z.string().regex(/^[\w-]+(\/[\w-]+)*$/, {
  error: ({ input }) =>
    `must be letters, digits, "-", "_", with "/" in between, not "${String(input)}"`,
});

/** Of version 4 or 6. */
export const ipAddress = z.string().refine((text) => isIP(text) !== 0, {
  error: ({ input }) => `must be an IP address, not "${String(input)}"`,
});

/** Undefined for `none`. */
export const roleOrNone = z
  .enum(['none', 'viewer', 'presenter', 'operator'], {
    error: ({ input }) => `must be none, viewer, presenter or operator, not "${String(input)}"`,
  })
  .transform(roleNamed);
