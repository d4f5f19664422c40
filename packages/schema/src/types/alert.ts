import { GraphQLDateTime } from 'graphql-scalars';
import { Field, Float, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { CompassPoint, CrowdEventKind, CrowdLevel, PageInfo } from './crowdEvent.js';

/** The days of a week, in their order. */
export enum Weekday {
  MONDAY = 'MONDAY',
  TUESDAY = 'TUESDAY',
  WEDNESDAY = 'WEDNESDAY',
  THURSDAY = 'THURSDAY',
  FRIDAY = 'FRIDAY',
  SATURDAY = 'SATURDAY',
  SUNDAY = 'SUNDAY',
}
registerEnumType(Weekday, { name: 'Weekday', description: 'A day of the week.' });

/** Why an alert has ended. */
export enum AlertEnding {
  CLEARED = 'CLEARED',
  OFF_AIR = 'OFF_AIR',
  RULE_REMOVED = 'RULE_REMOVED',
  REGION_REMOVED = 'REGION_REMOVED',
}
registerEnumType(AlertEnding, {
  name: 'AlertEnding',
  description: 'Why an alert has ended.',
  valuesConfig: {
    CLEARED: { description: "What the rule watches for is over, or the rule's hours are." },
    OFF_AIR: { description: 'The broadcast went off the air: nobody measures any more.' },
    RULE_REMOVED: { description: 'The rule was deleted or switched off.' },
    REGION_REMOVED: { description: 'The region was removed.' },
  },
});

/** A part of some days of the week. */
@ObjectType({ description: 'A part of some days of the week.' })
@InputType('ActivePeriodInput', { description: 'A part of some days of the week.' })
export class ActivePeriod {
  @Field(() => [Weekday], { description: 'The days on which it begins; 1 to 7.' })
  days!: Weekday[];

  @Field(() => String, { description: 'When it begins: 00:00 to 23:59.' })
  from!: string;

  @Field(() => String, {
    description: 'When it ends: 00:01 to 24:00; not after from: on the next day.',
  })
  to!: string;
}

/** When in the week a rule is in force. */
@ObjectType({ description: 'When in the week a rule is in force.' })
@InputType('ActiveHoursInput', { description: 'When in the week a rule is in force.' })
export class ActiveHours {
  @Field(() => String, { description: 'Of the IANA database, for example Europe/Madrid.' })
  timeZone!: string;

  @Field(() => [ActivePeriod], { description: 'In any of these; 1 to 14.' })
  periods!: ActivePeriod[];
}

/** What raises alerts in a region. */
@ObjectType({ description: 'What raises alerts in a region.' })
export class AlertRule {
  @Field(() => ID, { description: 'Unique over all broadcasts.' })
  id!: string;

  @Field(() => ID, { description: 'The broadcast.' })
  broadcastId!: string;

  @Field(() => ID, {
    description: 'The region; while there is none of this id, the rule does nothing.',
  })
  regionId!: string;

  @Field(() => String, { description: 'For people.' })
  name!: string;

  @Field(() => CrowdEventKind, { description: 'What is watched.' })
  kind!: CrowdEventKind;

  @Field(() => CrowdLevel, {
    nullable: true,
    description: 'Alerts from this level of occupancy or fluidity on; null for DIRECTION.',
  })
  minLevel!: CrowdLevel | null;

  @Field(() => [CompassPoint], {
    nullable: true,
    description: 'Alerts while the crowd moves to one of these; null but for DIRECTION.',
  })
  directions!: CompassPoint[] | null;

  @Field(() => Int, { description: 'How long it must have lasted before it is an alert; seconds.' })
  forSeconds!: number;

  @Field(() => Int, {
    description: 'For how long after an alert this rule raises no other one; seconds.',
  })
  cooldownSeconds!: number;

  @Field(() => ActiveHours, { nullable: true, description: 'When it is in force; null: always.' })
  activeHours!: ActiveHours | null;

  @Field(() => Boolean, { description: 'Whether it is in force at all.' })
  enabled!: boolean;
}

const FOR_SECONDS = 'How long it must have lasted before it is an alert; seconds, 0 to 3600.';
const COOLDOWN =
  'For how long after an alert this rule raises no other one; seconds, 0 to 86400 (a day).';
const LEVEL =
  'MIN, MED or MAX: alerts from this level on; of OCCUPANCY and FLUIDITY, which need it.';
const DIRECTIONS =
  'Alerts while the crowd moves to one of these, 1 to 8; of DIRECTION, which needs it. The region must have sendOpticalFlowEvent.';

/** The wish for a new rule. */
@InputType({ description: 'A new rule.' })
export class CreateAlertRuleInput {
  @Field(() => ID, { defaultValue: 'main', description: 'The broadcast.' })
  broadcastId!: string;

  @Field(() => ID, { description: 'One of its regions.' })
  regionId!: string;

  @Field(() => String, { description: 'For people; 1 to 100 characters.' })
  name!: string;

  @Field(() => CrowdEventKind, {
    defaultValue: CrowdEventKind.OCCUPANCY,
    description: 'What is watched.',
  })
  kind!: CrowdEventKind;

  @Field(() => CrowdLevel, { nullable: true, description: LEVEL })
  minLevel?: CrowdLevel | null;

  @Field(() => [CompassPoint], { nullable: true, description: DIRECTIONS })
  directions?: CompassPoint[] | null;

  @Field(() => Int, { defaultValue: 5, description: FOR_SECONDS })
  forSeconds!: number;

  @Field(() => Int, { defaultValue: 60, description: COOLDOWN })
  cooldownSeconds!: number;

  @Field(() => ActiveHours, { nullable: true, description: 'When it is in force; null: always.' })
  activeHours?: ActiveHours | null;

  @Field(() => Boolean, { defaultValue: true, description: 'Whether it is in force at all.' })
  enabled!: boolean;
}

/** The wish to change a rule. */
@InputType({ description: 'What shall change of a rule; what is left out stays.' })
export class UpdateAlertRuleInput {
  @Field(() => ID, { description: 'The rule.' })
  id!: string;

  @Field(() => String, { nullable: true, description: 'For people; 1 to 100 characters.' })
  name?: string | null;

  @Field(() => CrowdLevel, { nullable: true, description: LEVEL })
  minLevel?: CrowdLevel | null;

  @Field(() => [CompassPoint], { nullable: true, description: DIRECTIONS })
  directions?: CompassPoint[] | null;

  @Field(() => Int, { nullable: true, description: FOR_SECONDS })
  forSeconds?: number | null;

  @Field(() => Int, { nullable: true, description: COOLDOWN })
  cooldownSeconds?: number | null;

  @Field(() => ActiveHours, { nullable: true, description: 'When it is in force; null: always.' })
  activeHours?: ActiveHours | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether it is in force at all.' })
  enabled?: boolean | null;
}

/** Something that a rule watched for, from its begin to its end. */
@ObjectType({ description: 'Something that a rule watches for, from its begin to its end.' })
export class Alert {
  @Field(() => ID, { description: 'Unique over all broadcasts and restarts.' })
  id!: string;

  @Field(() => ID, { description: 'The rule that raised it; it may have been deleted since.' })
  ruleId!: string;

  @Field(() => String, { description: 'Name of the rule when it was raised.' })
  ruleName!: string;

  @Field(() => ID, { description: 'The broadcast it happens in.' })
  broadcastId!: string;

  @Field(() => ID, { description: 'The region it happens in.' })
  regionId!: string;

  @Field(() => CrowdEventKind, { description: 'What it is about.' })
  kind!: CrowdEventKind;

  @Field(() => GraphQLDateTime, { description: 'Since when there is what the rule watches for.' })
  beganAt!: Date;

  @Field(() => GraphQLDateTime, {
    description: 'When it had lasted long enough, and the alert was raised.',
  })
  raisedAt!: Date;

  @Field(() => GraphQLDateTime, {
    description:
      'Until when it is known to last; told with every change, and once a minute while the alert is open.',
  })
  lastSeenAt!: Date;

  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: 'Until when there was what the rule watches for; null while the alert is open.',
  })
  endedAt!: Date | null;

  @Field(() => AlertEnding, { nullable: true, description: 'Why it has ended; null while open.' })
  ending!: AlertEnding | null;

  @Field(() => Float, {
    nullable: true,
    description:
      'Highest occupancy or fluidity so far; percent, 0 to 100; told every few seconds while the alert is open. Null for DIRECTION.',
  })
  peak!: number | null;

  @Field(() => CrowdLevel, {
    nullable: true,
    description: 'Highest level so far; null for DIRECTION.',
  })
  peakLevel!: CrowdLevel | null;

  @Field(() => GraphQLDateTime, { nullable: true, description: 'When the peak was measured.' })
  peakAt!: Date | null;

  @Field(() => CompassPoint, {
    nullable: true,
    description: 'Where the crowd moved to when the alert was raised; null but for DIRECTION.',
  })
  compass!: CompassPoint | null;

  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: 'When somebody said that they know of it; null so long.',
  })
  acknowledgedAt!: Date | null;

  @Field(() => String, { nullable: true, description: 'Who said so.' })
  acknowledgedBy!: string | null;
}

/** Which alerts are wanted; all conditions must hold. */
@InputType({ description: 'Which alerts are wanted: all conditions given must hold.' })
export class AlertFilter {
  @Field(() => ID, { nullable: true, description: 'Of this broadcast; of all when left out.' })
  broadcastId?: string | null;

  @Field(() => [ID], { nullable: true, description: 'Of these regions, at most 32.' })
  regionIds?: string[] | null;

  @Field(() => Boolean, { nullable: true, description: 'true: those that have not ended.' })
  open?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'true: those that somebody knows of.' })
  acknowledged?: boolean | null;

  @Field(() => GraphQLDateTime, { nullable: true, description: 'Raised at or after it.' })
  from?: Date | null;

  @Field(() => GraphQLDateTime, { nullable: true, description: 'Raised before it.' })
  to?: Date | null;
}

/** An alert and its place. */
@ObjectType({ description: 'An alert and its place among the others.' })
export class AlertEdge {
  @Field(() => String, { description: 'For after and before.' })
  cursor!: string;

  @Field(() => Alert, { description: 'The alert.' })
  node!: Alert;
}

/** A page of alerts. */
@ObjectType({ description: 'A page of alerts, the oldest first (Relay cursor connections).' })
export class AlertConnection {
  @Field(() => [AlertEdge], { description: 'The alerts of the page.' })
  edges!: AlertEdge[];

  @Field(() => PageInfo, { description: 'Where the page lies.' })
  pageInfo!: PageInfo;
}

/** What the subscription to alerts delivers. */
@ObjectType({ description: 'An alert as it is after a change.' })
export class AlertMessage {
  @Field(() => String, {
    description: 'Give the last one as `after` to go on behind this message.',
  })
  cursor!: string;

  @Field(() => Alert, { description: 'The alert.' })
  alert!: Alert;
}
