import type { ClassSource, ModuleSource } from './module.js';
import { parseField, parseFields, parseMethod, type Field, type Method } from './signature.js';

/** A remote class, with everything it inherits. */
export interface ClassDescription {
  /** e.g. `WebRtcEndpoint`. */
  readonly name: string;
  /** e.g. `kurento.WebRtcEndpoint`. */
  readonly qualifiedType: string;
  /** Nothing when the class is abstract. */
  readonly constructorParams: readonly Field[] | undefined;
  /** The qualified types of the classes above, nearest first. */
  readonly hierarchy: readonly string[];
  /** By operation name: methods, and `getX`/`setX` of every property. */
  readonly operations: ReadonlyMap<string, Operation>;
  readonly events: ReadonlySet<string>;
}

/** What `invoke` may ask of an object: a method of its class, or reading or writing a property. */
export interface Operation extends Method {
  readonly kind: 'method' | 'get' | 'set';
  /** The member of the object that does it. */
  readonly member: string;
}

/** An event with all of its own fields. */
export interface EventDescription {
  readonly fields: readonly Field[];
  /** Whether the event repeats its name in the field `type`. */
  readonly hasType: boolean;
}

/** A complex type: an enumeration or a record. */
export type ComplexType =
  | { readonly kind: 'enum'; readonly values: readonly string[] }
  | { readonly kind: 'record'; readonly namespace: string; readonly fields: readonly Field[] };

/** What clients can say: the classes, events and types of all modules, looked up by name. */
export class ApiDescription {
  readonly #classes = new Map<string, ClassDescription>();
  readonly #refused = new Map<string, string>();
  readonly #events = new Map<string, EventDescription>();
  readonly #types = new Map<string, ComplexType>();

  /** A base class or type must come before those that extend it. */
  constructor(readonly modules: readonly ModuleSource[]) {
    for (const module of modules) {
      for (const [name, source] of Object.entries(module.classes)) {
        this.#addClass(module.namespace, name, source);
      }
      for (const [name, hint] of Object.entries(module.refused ?? {})) {
        this.#refused.set(name, hint).set(`${module.namespace}.${name}`, hint);
      }
      for (const [name, { extends: base, fields }] of Object.entries(module.events)) {
        this.#events.set(name, { fields: parseFields(fields), hasType: base === 'Media' });
      }
      for (const [name, values] of Object.entries(module.enums)) {
        this.#types.set(name, { kind: 'enum', values: values.split(' | ') });
      }
      for (const [name, { extends: base, fields }] of Object.entries(module.types)) {
        const inherited = base === undefined ? undefined : this.#types.get(base);
        this.#types.set(name, {
          kind: 'record',
          namespace: module.namespace,
          fields: [
            ...(inherited?.kind === 'record' ? inherited.fields : []),
            ...parseFields(fields),
          ],
        });
      }
    }
  }

  #addClass(namespace: string, name: string, source: ClassSource): void {
    const base = source.extends === undefined ? undefined : this.class(source.extends);
    const description: ClassDescription = {
      name,
      qualifiedType: `${namespace}.${name}`,
      constructorParams:
        source.constructorParams === undefined ? undefined : parseFields(source.constructorParams),
      hierarchy: base ? [base.qualifiedType, ...base.hierarchy] : [],
      operations: new Map([
        ...(base?.operations ?? []),
        ...operations(source).map((operation) => [operation.name, operation] as const),
      ]),
      events: new Set([...(base?.events ?? []), ...(source.events ?? [])]),
    };
    this.#classes.set(name, description);
    this.#classes.set(description.qualifiedType, description);
  }

  /** By bare or qualified name. */
  class(name: string): ClassDescription | undefined {
    return this.#classes.get(name);
  }

  /** What to use instead of a class of Kurento's that this server has not, by bare or qualified name. */
  insteadOf(name: string): string | undefined {
    return this.#refused.get(name);
  }

  /** By bare name. */
  event(name: string): EventDescription | undefined {
    return this.#events.get(name);
  }

  /** By bare name; nothing for primitive types and classes. */
  type(name: string): ComplexType | undefined {
    return this.#types.get(name);
  }

  /** Whether objects of a qualified type may stand where `name` (bare) is declared. */
  isA(qualifiedType: string, name: string): boolean {
    const wanted = this.class(name)?.qualifiedType;
    return (
      wanted !== undefined &&
      (wanted === qualifiedType || this.class(qualifiedType)?.hierarchy.includes(wanted) === true)
    );
  }
}

function operations(source: ClassSource): Operation[] {
  return [
    ...(source.properties ?? []).map(parseField).flatMap(accessors),
    ...(source.methods ?? []).map(parseMethod).map(call),
  ];
}

function call({ name, params, returns }: Method): Operation {
  return { name, params, ...(returns && { returns }), kind: 'method', member: name };
}

function accessors(property: Field): Operation[] {
  const { name, type } = property;
  const suffix = name.charAt(0).toUpperCase() + name.slice(1);
  const getter: Operation = {
    name: `get${suffix}`,
    params: [],
    returns: type,
    kind: 'get',
    member: name,
  };
  if (property.readonly) return [getter];
  return [getter, { name: `set${suffix}`, params: [property], kind: 'set', member: name }];
}
