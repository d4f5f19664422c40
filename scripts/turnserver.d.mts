/** Path of an executable coturn, if there is one; `TURNSERVER_PATH` wins. */
export function findTurnServer(): string | undefined;
