import type { NodeId } from '../pixels/types.js';
import type { DataChannels } from '../webrtc/DataChannels.js';
import { DataRoutes } from './DataRoutes.js';
import type { PipelinePlan } from './pipelinePlan.js';

/** Hands the messages of each peer's data channels to all peers that it is connected to. */
export class DataRelay {
  readonly #peers = new Map<NodeId, DataChannels>();
  #elements: PipelinePlan['elements'] = new Map();
  #routes: DataRoutes | undefined;

  add(id: NodeId, channels: DataChannels): void {
    this.#peers.set(id, channels);
    channels.on('message', (message) => {
      for (const sink of this.#routesNow().sinksOf(id)) this.#peers.get(sink)?.send(message);
    });
  }

  remove(id: NodeId): void {
    this.#peers.delete(id);
  }

  /** The elements as they are connected from now on. */
  apply(elements: PipelinePlan['elements']): void {
    this.#elements = elements;
    this.#routes = undefined;
  }

  #routesNow(): DataRoutes {
    return (this.#routes ??= new DataRoutes(
      Array.from(this.#elements.values(), ({ id, dataUpstream }) => ({
        id,
        dataUpstream,
        isPeer: this.#peers.has(id),
      })),
    ));
  }
}
