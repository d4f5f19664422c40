import { GraphQLDateTime } from 'graphql-scalars';
import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';

/** What has become of a message. */
export enum WebhookDeliveryState {
  WAITING = 'WAITING',
  DELIVERED = 'DELIVERED',
  DEAD = 'DEAD',
}
registerEnumType(WebhookDeliveryState, {
  name: 'WebhookDeliveryState',
  description: 'What has become of a message.',
  valuesConfig: {
    WAITING: { description: 'It waits for its first attempt, or for another one.' },
    DELIVERED: { description: 'It was answered with a status of 200 to 299.' },
    DEAD: { description: 'No attempt is left. resendWebhookDelivery gives it new ones.' },
  },
});

/** An address that is told of alerts. */
@ObjectType({ description: 'An address that is told of alerts.' })
export class Webhook {
  @Field(() => ID, { description: 'Unique.' })
  id!: string;

  @Field(() => String, { description: 'Where messages are sent to, by POST.' })
  url!: string;

  @Field(() => ID, {
    nullable: true,
    description: 'It is told of the alerts of this broadcast; null: of all.',
  })
  broadcastId!: string | null;

  @Field(() => Boolean, {
    description: 'Whether it is told of what happens now. Switched off, what waits stays waiting.',
  })
  enabled!: boolean;

  @Field(() => GraphQLDateTime, { description: 'When it was made.' })
  createdAt!: Date;
}

/** A new webhook and its secret. */
@ObjectType({ description: 'A new webhook and its secret.' })
export class CreatedWebhook {
  @Field(() => Webhook, { description: 'The webhook.' })
  webhook!: Webhook;

  @Field(() => String, {
    description:
      'With it the receiver checks the signature (Standard Webhooks, HMAC-SHA256). It is shown here, and never again.',
  })
  secret!: string;
}

/** The wish for a webhook. */
@InputType({ description: 'A new webhook.' })
export class CreateWebhookInput {
  @Field(() => String, {
    description:
      'http or https, at most 2,000 characters, without user and password. Addresses of this machine and of private networks are refused unless WEBHOOKS_TO_PRIVATE_NETWORKS allows them.',
  })
  url!: string;

  @Field(() => ID, { nullable: true, description: 'Only alerts of this broadcast.' })
  broadcastId?: string | null;

  @Field(() => Boolean, { defaultValue: true, description: 'Whether it is in use.' })
  enabled!: boolean;
}

/** The wish to change a webhook. */
@InputType({ description: 'What shall change of a webhook; what is left out stays.' })
export class UpdateWebhookInput {
  @Field(() => ID, { description: 'The webhook.' })
  id!: string;

  @Field(() => String, { nullable: true, description: 'As in CreateWebhookInput.' })
  url?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Only alerts of this broadcast; null: of all.',
  })
  broadcastId?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether it is in use.' })
  enabled?: boolean | null;
}

/** A message for one webhook. */
@ObjectType({ description: 'A message for one webhook.' })
export class WebhookDelivery {
  @Field(() => ID, { description: 'Unique.' })
  id!: string;

  @Field(() => ID, { description: 'The webhook.' })
  webhookId!: string;

  @Field(() => ID, {
    description: 'What the receiver gets as webhook-id: the same for every attempt.',
  })
  messageId!: string;

  @Field(() => String, {
    description: 'What it tells: alert.raised, alert.acknowledged or alert.ended.',
  })
  type!: string;

  @Field(() => WebhookDeliveryState, { description: 'What has become of it.' })
  state!: WebhookDeliveryState;

  @Field(() => Int, { description: 'Attempts so far.' })
  attempts!: number;

  @Field(() => GraphQLDateTime, { description: 'When it happened.' })
  createdAt!: Date;

  @Field(() => GraphQLDateTime, { nullable: true, description: 'When it was tried last.' })
  triedAt!: Date | null;

  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: 'When it will be tried next; null unless it is waiting.',
  })
  nextAttemptAt!: Date | null;

  @Field(() => Int, {
    nullable: true,
    description: 'HTTP status of the last answer; null without one.',
  })
  status!: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'What went wrong at the last attempt; null when nothing did.',
  })
  problem!: string | null;
}
