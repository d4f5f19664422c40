// What this folder uses of two packages that bring no types.

declare module 'kurento-client' {
  import type { EventEmitter } from 'node:events';

  export type Callback<T> = (
    error: (Error & { code?: number }) | null | undefined,
    value: T,
  ) => void;

  /** A proxy of an object of the media server. It is thenable: never resolve a promise with it. */
  export interface KurentoObject extends EventEmitter {
    readonly id: string;
    emit(
      event: '_rpc',
      transaction: undefined,
      method: 'invoke' | 'subscribe' | 'unref',
      params: {
        object: KurentoObject;
        operation?: string;
        operationParams?: object;
        type?: string;
      },
      callback: Callback<{ value: unknown }>,
    ): boolean;
    emit(event: string, data: object): boolean;
    create(type: string, params: object, callback: Callback<KurentoObject>): void;
    release(callback: Callback<void>): void;
  }

  export interface KurentoClient extends EventEmitter {
    create(type: 'MediaPipeline', callback: Callback<KurentoObject>): void;
    getServerManager(callback: Callback<KurentoObject>): void;
    getMediaobjectById(id: string, callback: Callback<KurentoObject>): void;
    close(): void;
    readonly sessionId: string;
    /** Owns the socket: emits 'disconnect' when it is lost. */
    readonly _re: EventEmitter & { disconnect(): void };
  }

  export interface KurentoModule {
    readonly name: string;
  }

  interface Factory {
    (url: string, options: object, callback: Callback<KurentoClient>): KurentoClient;
    register(module: KurentoModule): void;
    getComplexType(name: string): (fields: object) => object;
  }
  const kurento: Factory;
  export default kurento;
}

declare module 'kurento-module-crowddetector' {
  import type { KurentoModule } from 'kurento-client';
  const module: KurentoModule;
  export default module;
}
