import { Arg, Authorized, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import type { CrowdlensContext } from '../CrowdlensApi.js';
import { Role } from '../types/access.js';
import {
  CreatedWebhook,
  CreateWebhookInput,
  UpdateWebhookInput,
  Webhook,
  WebhookDelivery,
  WebhookDeliveryState,
} from '../types/webhook.js';

/** Addresses that are told of alerts. */
@Resolver()
export class WebhookOperations {
  @Authorized(Role.OPERATOR)
  @Query(() => [Webhook], { description: 'All webhooks, in the order of their making.' })
  webhooks(@Ctx() { api }: CrowdlensContext): Promise<Webhook[]> {
    return api.webhooks.all();
  }

  @Authorized(Role.OPERATOR)
  @Query(() => [WebhookDelivery], {
    description: 'Messages of webhooks, the newest first; kept for 30 days.',
  })
  webhookDeliveries(
    @Ctx() { api }: CrowdlensContext,
    @Arg('webhookId', () => ID, { nullable: true, description: 'Of this webhook.' })
    webhookId: string | null,
    @Arg('state', () => WebhookDeliveryState, {
      nullable: true,
      description: 'In this state; DEAD: those that nobody got.',
    })
    state: WebhookDeliveryState | null,
    @Arg('first', () => Int, { defaultValue: 50, description: 'How many; 1 to 500.' })
    first: number,
    @Arg('before', () => ID, { nullable: true, description: 'Only older ones than this delivery.' })
    before: string | null,
  ): Promise<WebhookDelivery[]> {
    return api.webhooks.deliveries({ webhookId, state, first, before });
  }

  @Authorized(Role.OPERATOR)
  @Mutation(() => CreatedWebhook, {
    description:
      'Makes a webhook. Alerts that are raised, acknowledged or ended from now on are sent to it, signed as Standard Webhooks has it.',
  })
  createWebhook(
    @Ctx() { api }: CrowdlensContext,
    @Arg('input', () => CreateWebhookInput, { description: 'The webhook.' })
    input: CreateWebhookInput,
  ): Promise<CreatedWebhook> {
    return api.webhooks.create(input);
  }

  @Authorized(Role.OPERATOR)
  @Mutation(() => Webhook, {
    description:
      'Changes a webhook; its secret stays. WEBHOOK_NOT_FOUND when there is none of this id.',
  })
  updateWebhook(
    @Ctx() { api }: CrowdlensContext,
    @Arg('input', () => UpdateWebhookInput, { description: 'What shall change.' })
    input: UpdateWebhookInput,
  ): Promise<Webhook> {
    return api.webhooks.update(input);
  }

  @Authorized(Role.OPERATOR)
  @Mutation(() => Boolean, {
    description:
      'Deletes a webhook with its messages. WEBHOOK_NOT_FOUND when there is none of this id.',
  })
  deleteWebhook(
    @Ctx() { api }: CrowdlensContext,
    @Arg('id', () => ID, { description: 'The webhook.' }) id: string,
  ): Promise<boolean> {
    return api.webhooks.delete(id);
  }

  @Authorized(Role.OPERATOR)
  @Mutation(() => WebhookDelivery, {
    description:
      'Gives a message new attempts, the first at once. WEBHOOK_DELIVERY_NOT_FOUND when there is none of this id.',
  })
  resendWebhookDelivery(
    @Ctx() { api }: CrowdlensContext,
    @Arg('id', () => ID, { description: 'The delivery.' }) id: string,
  ): Promise<WebhookDelivery> {
    return api.webhooks.resend(id);
  }
}
