import type { Broadcast, Measurement } from '@crowdlens/schema';
import { BroadcastState, CompassPoint, CrowdLevel } from '@crowdlens/schema';

/** Where everything is published. */
export interface TopicPrefixes {
  /** Of our topics, for example `crowdlens`. */
  readonly prefix: string;
  /** Of Home Assistant's discovery, for example `homeassistant`. */
  readonly discoveryPrefix: string;
}

/** What is known of a region; a sensor each. */
export const REGION_STATES = {
  occupancy: ({ occupancy }: Measurement) => percent(occupancy),
  occupancy_level: ({ occupancyLevel }: Measurement) => occupancyLevel as string,
  fluidity: ({ fluidity }: Measurement) => percent(fluidity),
  fluidity_level: ({ fluidityLevel }: Measurement) => fluidityLevel as string,
  direction: ({ compass }: Measurement) => compass ?? UNKNOWN,
} as const;

/** The name of one of {@link REGION_STATES}. */
export type RegionState = keyof typeof REGION_STATES;

/** What Home Assistant takes for "not known". */
export const UNKNOWN = 'None';

/** The topic that tells whether the server is there. */
export function availabilityTopic({ prefix }: TopicPrefixes): string {
  return `${prefix}/available`;
}

/** A topic of a broadcast, or of one of its regions. Ids may have characters that MQTT has other uses for. */
export function topicOf({ prefix }: TopicPrefixes, ...levels: string[]): string {
  return [prefix, ...levels.map(encodeURIComponent)].join('/');
}

/**
 * Home Assistant's discovery messages for a broadcast, by topic: a device with a sensor for each
 * state, and a binary sensor for the alerts of each region.
 *
 * @see https://www.home-assistant.io/integrations/mqtt/#mqtt-discovery
 */
export function discovery(
  prefixes: TopicPrefixes,
  { id, regions }: Pick<Broadcast, 'id' | 'regions'>,
): Map<string, string> {
  const device = {
    identifiers: [objectId(prefixes.prefix, id)],
    name: `Crowdlens ${id}`,
    manufacturer: 'Crowdlens',
  };
  const messages = new Map<string, string>();
  const add = (component: string, levels: readonly string[], facts: object) => {
    const unique = objectId(prefixes.prefix, id, ...levels);
    messages.set(
      `${prefixes.discoveryPrefix}/${component}/${unique}/config`,
      JSON.stringify({
        unique_id: unique,
        state_topic: topicOf(prefixes, id, ...levels),
        availability_topic: availabilityTopic(prefixes),
        device,
        ...facts,
      }),
    );
  };
  const choice = (options: object) => ({ device_class: 'enum', options: Object.values(options) });
  const percentage = { unit_of_measurement: '%', state_class: 'measurement' };
  add('sensor', ['state'], { name: 'State', icon: 'mdi:broadcast', ...choice(BroadcastState) });
  for (const region of regions) {
    const name = (what: string) => `${region.name ?? region.id} ${what}`;
    const sensors: Record<RegionState, object> = {
      occupancy: { name: name('occupancy'), icon: 'mdi:account-group', ...percentage },
      occupancy_level: { name: name('occupancy level'), ...choice(CrowdLevel) },
      fluidity: { name: name('fluidity'), icon: 'mdi:walk', ...percentage },
      fluidity_level: { name: name('fluidity level'), ...choice(CrowdLevel) },
      direction: { name: name('direction'), icon: 'mdi:compass', ...choice(CompassPoint) },
    };
    for (const [state, facts] of Object.entries(sensors)) add('sensor', [region.id, state], facts);
    add('binary_sensor', [region.id, 'alert'], { name: name('alert'), device_class: 'problem' });
  }
  return messages;
}

/**
 * Home Assistant allows letters, digits, `-` and `_`. What else there is in a part becomes its code,
 * and so do these two, so that other parts never make the same id.
 */
function objectId(...parts: string[]): string {
  const code = (character: string) => `-${character.codePointAt(0)!.toString(16)}-`;
  return parts.map((part) => part.replace(/[^a-z\d]/giu, code)).join('_');
}

function percent(value: number | null): string {
  return value === null ? UNKNOWN : value.toFixed(1);
}
