// What many viewers of one broadcast need, from what few were measured to need.

/** Of what a machine has, this much is planned with. */
const HEADROOM = 0.6;

/** Machines as they are rented. */
const MACHINES = { edgeCores: 8, edgeUplinkMbps: 10_000, serverCores: 8 };

/**
 * @param measured - of one viewer at an edge `edgeMsPerViewer` (processor time, ms a second) and `kbpsPerViewer`; of one
 *   delivery of an event to a listener `usPerDelivery`; of a broadcast `messagesPerSecond` (events, measurements,
 *   states that a listener gets)
 */
export function model(viewers, measured) {
  const { edgeMsPerViewer, kbpsPerViewer, usPerDelivery, messagesPerSecond } = measured;
  const byProcessor = (MACHINES.edgeCores * 1000 * HEADROOM) / edgeMsPerViewer;
  const byUplink = (MACHINES.edgeUplinkMbps * 1000 * HEADROOM) / kbpsPerViewer;
  const viewersPerEdge = Math.floor(Math.min(byProcessor, byUplink));
  const edges = Math.ceil(viewers / viewersPerEdge);
  const deliveriesPerSecond = viewers * messagesPerSecond;
  const listenerCores = (deliveriesPerSecond * usPerDelivery) / 1e6;
  const servers = Math.max(2, Math.ceil(listenerCores / (MACHINES.serverCores * HEADROOM)));
  return {
    viewers,
    machines: MACHINES,
    headroom: HEADROOM,
    measured,
    viewersPerEdge,
    limitedBy: byProcessor < byUplink ? 'processor' : 'uplink',
    edges,
    egressGbps: round((viewers * kbpsPerViewer) / 1e6),
    originEgressMbps: round((edges * kbpsPerViewer) / 1000),
    deliveriesPerSecond: Math.round(deliveriesPerSecond),
    listenerCores: round(listenerCores),
    servers,
    // Published once, and given to each server.
    redisMessagesPerSecond: round(messagesPerSecond * (1 + servers)),
  };
}

function round(value) {
  return Number(value.toPrecision(3));
}
