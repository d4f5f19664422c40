/** One Kurento module as it is written down; strings are in the notation of signature.ts. */
export interface ModuleSource {
  /** As in ServerInfo: `core`, `elements`, … */
  readonly name: string;
  /** As in ids and `__module__`: `kurento`, or the module's own name. */
  readonly namespace: string;
  readonly classes: Readonly<Record<string, ClassSource>>;
  /** Kurento's classes that this server has not: name -> what to use instead. */
  readonly refused?: Readonly<Record<string, string>>;
  /** Event name -> its own fields, with the event it extends if that is not `Media`. */
  readonly events: Readonly<Record<string, EventSource>>;
  /** Enumerations: name -> values separated by ` | `. */
  readonly enums: Readonly<Record<string, string>>;
  /** Complex types (REGISTER): name -> fields. */
  readonly types: Readonly<Record<string, TypeSource>>;
}

/** A remote class. Without `constructorParams` it is abstract: clients cannot create it. */
export interface ClassSource {
  readonly extends?: string;
  readonly constructorParams?: string;
  readonly properties?: readonly string[];
  readonly methods?: readonly string[];
  readonly events?: readonly string[];
}

/** An event. Those that extend Kurento's `Media` carry their own name as a field `type`. */
export interface EventSource {
  readonly extends: 'RaiseBase' | 'Media';
  readonly fields: string;
}

/** A complex type. */
export interface TypeSource {
  readonly extends?: string;
  readonly fields: string;
}
