import { Role } from '@crowdlens/schema';
import type { Validity } from '@crowdlens/schema';
import { ApiError } from '../errors.js';

/** Who sends a request or has opened a connection. */
export interface Caller {
  readonly role: Role;
  /** For people, in logs and in the history of changes. */
  readonly name: string;
  /** The person or program that the token was given to; undefined when it may be anybody's. */
  readonly subject: string | undefined;
  /** The only broadcast that the caller may use; undefined for all. */
  readonly broadcastId: string | undefined;
  /** Of the token: what was begun with it ends with it. Undefined for ever. */
  readonly validity: Validity | undefined;
}

/** Who gives no token. */
export function anonymous(role: Role): Caller {
  return {
    role,
    name: 'anonymous',
    subject: undefined,
    broadcastId: undefined,
    validity: undefined,
  };
}

/** Each may also do what the ones before it may. */
const RANKS = [Role.VIEWER, Role.PRESENTER, Role.OPERATOR];

const BY_NAME = new Map(RANKS.map((role) => [role.toLowerCase(), role]));

/** The role of this name, however it is capitalised; undefined when there is none. */
export function roleNamed(name: unknown): Role | undefined {
  return typeof name === 'string' ? BY_NAME.get(name.toLowerCase()) : undefined;
}

/** @throws ApiError UNAUTHENTICATED when a token is missing, FORBIDDEN when there is one for less */
export function requireRole(caller: Caller, wanted: Role): void {
  if (RANKS.indexOf(caller.role) >= RANKS.indexOf(wanted)) return;
  if (caller.name === 'anonymous') throw missingToken(wanted);
  throw new ApiError(
    'FORBIDDEN',
    `This needs the role ${wanted}, and the token is for ${caller.role}. Ask an operator for another one.`,
  );
}

/** @throws ApiError FORBIDDEN when the caller may use another broadcast only */
export function requireBroadcast(
  { broadcastId: only }: Pick<Caller, 'broadcastId'>,
  broadcastId: string | undefined,
): void {
  if (only === undefined || broadcastId === only) return;
  throw new ApiError(
    'FORBIDDEN',
    `The token is for broadcast "${only}" only. Ask an operator for another one.`,
  );
}

/** @param wanted - the least role that would be enough */
export function missingToken(wanted: Role): ApiError {
  return new ApiError(
    'UNAUTHENTICATED',
    `This needs a token for the role ${wanted}: send it as "Authorization: Bearer TOKEN", or as "authorization" in the payload of connection_init. The server printed an operator's at start, and operators make others (createShareLink).`,
  );
}
