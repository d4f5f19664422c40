import { GraphQLDateTime } from 'graphql-scalars';
import { Field, Int, ObjectType } from 'type-graphql';

/** A media server that is available. */
@ObjectType({ description: 'A media server that is available.' })
export class MediaServerInfo {
  @Field(() => String, { description: 'Its version.' })
  version!: string;

  @Field(() => [String], { description: 'Its modules, for example core, elements, crowddetector.' })
  modules!: string[];
}

/** The bounds of a server. */
@ObjectType({ description: 'The bounds of this server.' })
export class ServerLimits {
  @Field(() => Int, { description: 'Broadcasts.' })
  broadcasts!: number;

  @Field(() => Int, { description: 'Viewers of one broadcast.' })
  viewersPerBroadcast!: number;

  @Field(() => Int, { description: 'Events that are kept of one broadcast.' })
  eventsPerBroadcast!: number;

  @Field(() => Int, { description: 'Days for which events and the series by the minute are kept.' })
  historyDays!: number;

  @Field(() => Int, { description: 'Days for which the series by the second is kept.' })
  seriesBySecondDays!: number;

  @Field(() => Int, { description: 'Bytes of a request or of a WebSocket message.' })
  messageBytes!: number;

  @Field(() => Int, { description: 'Operations that one WebSocket may have at once.' })
  operationsPerWebSocket!: number;
}

/** What a server is and can do. */
@ObjectType({ description: 'What this server is and can do.' })
export class ServerInfo {
  @Field(() => String, { description: 'Version of Crowdlens.' })
  version!: string;

  @Field(() => String, { description: 'Version of Node.js.' })
  nodeVersion!: string;

  @Field(() => GraphQLDateTime, { description: 'When the server was started.' })
  startedAt!: Date;

  @Field(() => Int, { description: 'Seconds since then.' })
  uptimeSeconds!: number;

  @Field(() => String, { description: 'Where the history is: SQLite or PostgreSQL.' })
  database!: string;

  @Field(() => Int, {
    description:
      'Events and seconds of the series that were lost since the start, since the database did not take them.',
  })
  lostHistory!: number;

  @Field(() => [MediaServerInfo], { description: 'The media servers that are available.' })
  mediaServers!: MediaServerInfo[];

  @Field(() => ServerLimits, { description: 'Its bounds.' })
  limits!: ServerLimits;
}
