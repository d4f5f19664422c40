/** Path of the first of the names in PATH; a path that is given counts instead. */
export function findProgram(names: readonly string[], given?: string): string | undefined;
/** Does nothing where there is no apt-get, or we may not use it. */
export function installFromApt(name: string): void;
/** Installs a program that some tests need; they are left out, aloud, where it cannot be had. */
export function tryToInstall(program: string, debianPackage?: string): void;
